package com.libswarm.cloud.internal;

import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has another host built when a container finds no room on those that there are, and creates it then. */
final class Growth {

    private static final int LARGEST = 4 * 1024 * 1024;
    /** What aggregate says when another node would do: neither memory nor processors, or a port. */
    private static final String NO_ROOM = "No node has the ";

    private final Context context;
    private final HostPool pool;
    private final Sender engines;
    // guarded by this
    private Optional<CompletableFuture<Void>> growing = Optional.empty();

    Growth(Context context, HostPool pool, Sender engines) {
        this.context = context;
        this.pool = pool;
        this.engines = engines;
    }

    /** Whether it is about a container that is created while there may be more hosts. */
    boolean concerns(Message message) {
        return message.verb() == Verb.Spawn && message.path().equals("/containers") && message.aspect().isEmpty() && mayGrow();
    }

    private boolean mayGrow() {
        return pool.acts() && pool.members().hasRoom();
    }

    void create(Message message) {
        message.body().collect(LARGEST).thenCompose(json -> create(message, json))
                .whenComplete((reply, thrown) -> message.reply(thrown == null ? reply : Message.error(thrown)));
    }

    private CompletableFuture<Message> create(Message message, ByteBuffer json) {
        return Call.ask(engines, message.withBody(Body.of(json.duplicate()))).result().thenCompose(reply -> {
            if (reply.status() != 409 || !reply.text().startsWith(NO_ROOM)) {
                return CompletableFuture.completedFuture(reply);
            }
            return grow(reply.text()).handle((grown, thrown) -> {
                if (thrown != null) {
                    String why = reply.text() + " Another host cannot be had: " + Failure.of(thrown).getMessage();
                    return CompletableFuture.completedFuture(Message.error(reply.status(), why));
                }
                return create(message, json);
            }).thenCompose(next -> next);
        });
    }

    /** Several containers that find no room at the same time have one host built. */
    private CompletableFuture<Void> grow(String why) {
        CompletableFuture<Void> mine;
        synchronized (this) {
            if (growing.isPresent()) {
                return growing.get();
            }
            mine = new CompletableFuture<>();
            growing = Optional.of(mine);
        }
        context.log().log(Level.INFO, why + " So another host is built.");
        pool.more(Optional.empty()).thenCompose(HostPool.More::ready).whenComplete((ready, thrown) -> {
            synchronized (this) {
                growing = Optional.empty();
            }
            if (thrown == null) {
                mine.complete(null);
            } else {
                mine.completeExceptionally(thrown);
            }
        });
        return mine;
    }
}
