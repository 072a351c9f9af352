package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One request to a node. Until it is over it can be given up, because the node turns out to be dead. */
final class Errand<T> {

    private final Function<Message, ? extends CompletionStage<T>> read;
    private final Set<RevocableBody> streams;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final long begun = System.nanoTime();

    // guarded by this
    private Optional<Failure> givenUp = Optional.empty();
    private Optional<Call> call = Optional.empty();
    private Optional<RevocableBody> body = Optional.empty();

    /**
     * @param read what is made of the reply; with its result the errand is over
     * @param streams has the reply's body until that ends; to be used by many threads
     */
    Errand(Function<Message, ? extends CompletionStage<T>> read, Set<RevocableBody> streams) {
        this.read = read;
        this.streams = streams;
    }

    CompletableFuture<T> result() {
        return result;
    }

    long nanos() {
        return System.nanoTime() - begun;
    }

    void start(Sender to, Message request) {
        Call asked = Call.ask(to, request);
        asked.result().thenAccept(this::replied);
        synchronized (this) {
            call = Optional.of(asked);
            if (givenUp.isEmpty()) {
                return;
            }
        }
        asked.cancel();
    }

    private void replied(Message reply) {
        RevocableBody revocable = stream(reply);
        synchronized (this) {
            if (givenUp.isPresent()) {
                reply.body().cancel();
                return;
            }
            body = Optional.of(revocable);
        }
        if (!reply.body().isNone()) {
            streams.add(revocable);
        }
        try {
            read.apply(reply.body().isNone() ? reply : reply.withBody(revocable)).whenComplete((value, thrown) -> {
                if (thrown != null) {
                    result.completeExceptionally(thrown);
                } else {
                    result.complete(value);
                }
            });
        } catch (RuntimeException thrown) {
            revocable.cancel();
            result.completeExceptionally(thrown);
        }
    }

    private RevocableBody stream(Message reply) {
        var stream = new RevocableBody[1];
        stream[0] = new RevocableBody(reply.body(), () -> streams.remove(stream[0]));
        return stream[0];
    }

    void giveUp(Failure why) {
        Optional<Call> asked;
        Optional<RevocableBody> read;
        synchronized (this) {
            givenUp = Optional.of(why);
            asked = call;
            read = body;
        }
        result.completeExceptionally(why);
        asked.ifPresent(Call::cancel);
        read.ifPresent(revocable -> revocable.revoke(why));
    }
}
