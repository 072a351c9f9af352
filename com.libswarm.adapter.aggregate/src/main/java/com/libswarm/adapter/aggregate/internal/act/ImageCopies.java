package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.stream.JsonValues;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Brings an image that was made on one node to another, as {@code docker save} and {@code docker load} do, without keeping it here. */
final class ImageCopies {

    private ImageCopies() {
    }

    /**
     * @param request for whose sake
     * @return fails with a Failure that says which image could not be brought where
     */
    static CompletableFuture<Void> copy(String image, Node from, Node to, Message request) {
        Message save = Message.of(Verb.Get, "/images/" + image).withAspect("get").withRet(request.ret());
        return from.ask(save).thenCompose(archive -> {
            Replies.orThrow(archive);
            Message load = Message.of(Verb.File, "/images").withAspect("load").withRet(request.ret()).withBody(archive.body());
            return to.ask(load, reply -> {
                var progress = new Progress(Replies.orThrow(reply).body());
                progress.read();
                return progress.ended;
            });
        }).exceptionally(thrown -> {
            Failure why = Failure.of(thrown);
            throw new Failure(why.status(), "The image " + image + " cannot be brought from " + from.name() + " to " + to.name() + ": " + why.getMessage());
        });
    }

    /** What the engine says while it loads; an error may stand in it. */
    private static final class Progress {

        private final Body body;
        private final JsonValues values = new JsonValues(this::value);
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private Optional<String> error = Optional.empty();

        Progress(Body body) {
            this.body = body;
        }

        private void value(String json) {
            String said = Json.text(Json.parse(json, 502), "error");
            error = said.isEmpty() ? error : Optional.of(said);
        }

        void read() {
            try {
                for (ByteBuffer bytes = body.read(); bytes != Body.NOTHING_YET; bytes = body.read()) {
                    if (bytes == Body.END) {
                        error.ifPresentOrElse(said -> ended.completeExceptionally(new Failure(500, said)), () -> ended.complete(null));
                        return;
                    }
                    values.feed(bytes);
                }
                body.demand(this::read);
            } catch (IOException | RuntimeException broken) {
                body.cancel();
                ended.completeExceptionally(broken);
            }
        }
    }
}
