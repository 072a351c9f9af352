package com.libswarm.cloud.internal;

import com.libswarm.api.Args;
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
    /** In the head of aggregate's Error when one more node would do. */
    private static final String REFUSAL = "Aggregate-Refusal";
    private static final String NO_ROOM = "no-room";

    private final Context context;
    private final HostPool pool;
    private final Engines engines;
    private final Sender entrance;
    // guarded by this
    private Optional<CompletableFuture<String>> growing = Optional.empty();

    /** @param entrance to the engines, past which nothing goes */
    Growth(Context context, HostPool pool, Engines engines, Sender entrance) {
        this.context = context;
        this.pool = pool;
        this.engines = engines;
        this.entrance = entrance;
    }

    /** Whether it is about a container that is created while there may be more hosts. */
    boolean concerns(Message message) {
        return message.verb() == Verb.Spawn && message.path().equals("/containers") && message.aspect().isEmpty() && mayGrow();
    }

    private boolean mayGrow() {
        return pool.acts() && pool.members().hasRoom();
    }

    void create(Message message) {
        message.body().collect(LARGEST).thenCompose(json -> create(message, json, Optional.empty()))
                .whenComplete((reply, thrown) -> message.reply(thrown == null ? reply : Message.error(thrown)));
    }

    /** @param built the host that was built for it just now */
    private CompletableFuture<Message> create(Message message, ByteBuffer json, Optional<String> built) {
        return Call.ask(entrance, message.withBody(Body.of(json.duplicate()))).result().thenCompose(reply -> {
            if (!reply.head().get(REFUSAL).equals(NO_ROOM)) {
                return CompletableFuture.completedFuture(reply);
            }
            reply.body().cancel();
            return built.map(this::isEmpty).orElse(CompletableFuture.completedFuture(false)).thenCompose(useless -> useless
                    ? CompletableFuture.completedFuture(because(reply, "Not even the host " + built.get() + " has it, on which nothing is: none like it would."))
                    : createOnAnother(message, json, reply));
        });
    }

    private CompletableFuture<Message> createOnAnother(Message message, ByteBuffer json, Message noRoom) {
        return grow(noRoom.text()).handle((host, thrown) -> thrown == null ? create(message, json, Optional.of(host))
                : CompletableFuture.completedFuture(because(noRoom, "Another host cannot be had: " + Failure.of(thrown).getMessage())))
                .thenCompose(reply -> reply);
    }

    private static Message because(Message reply, String why) {
        return reply.withHead(reply.head().without("Content-Length")).withBody(Body.NONE).withArgs(Args.words(reply.text() + " " + why));
    }

    /** What finds no room even there asks for more than any host has. */
    private CompletableFuture<Boolean> isEmpty(String host) {
        return engines.containers(host).handle((containers, unknown) -> unknown == null && containers == 0);
    }

    /** Several containers that find no room at the same time have one host built. @return its name */
    private CompletableFuture<String> grow(String why) {
        CompletableFuture<String> mine;
        synchronized (this) {
            if (growing.isPresent()) {
                return growing.get();
            }
            mine = new CompletableFuture<>();
            growing = Optional.of(mine);
        }
        context.log().log(Level.INFO, why + " So another host is built.");
        pool.more(Optional.empty()).thenCompose(more -> more.ready().thenApply(ready -> more.member().name())).whenComplete((host, thrown) -> {
            synchronized (this) {
                growing = Optional.empty();
            }
            if (thrown == null) {
                mine.complete(host);
            } else {
                mine.completeExceptionally(thrown);
            }
        });
        return mine;
    }
}
