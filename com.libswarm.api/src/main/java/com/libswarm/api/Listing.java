package com.libswarm.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads the reply to an Ls, in either of its forms: words, which are names; or a body that is a JSON array of objects (for
 * Docker's volumes an object whose first array it is). Elements are cut out of the stream one by one, bytes untouched; the
 * whole is never held.
 */
public final class Listing {

    private static final int ELEMENT_LIMIT = 4 * 1024 * 1024;

    private final Body body;
    private final JsonElements elements;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Listing(Body body, Consumer<Element> each) {
        this.body = body;
        this.elements = new JsonElements(ELEMENT_LIMIT, json -> each.accept(Element.ofJson(json)));
    }

    /**
     * Gives each element of {@code reply} to {@code each}, in order, on the threads of whoever writes the body. The future fails
     * when the body breaks off, is no listing, or {@code each} throws; then the body is cancelled.
     */
    public static CompletableFuture<Void> forEach(Message reply, Consumer<Element> each) {
        if (reply.body().isNone()) {
            return CompletableFuture.runAsync(() -> reply.args().words().forEach(word -> each.accept(Element.ofName(word))), Runnable::run);
        }
        Listing listing = new Listing(reply.body(), each);
        listing.pump();
        return listing.done;
    }

    /** The names of the elements. */
    public static CompletableFuture<List<String>> names(Message reply) {
        List<String> names = new ArrayList<>();
        return forEach(reply, element -> names.add(element.name())).thenApply(nothing -> List.copyOf(names));
    }

    private void pump() {
        try {
            for (ByteBuffer b = body.read(); b != Body.NOTHING_YET; b = body.read()) {
                if (b == Body.END) {
                    elements.end();
                    done.complete(null);
                    return;
                }
                elements.feed(b);
            }
            body.demand(this::pump);
        } catch (IOException | RuntimeException why) {
            body.cancel();
            done.completeExceptionally(why);
        }
    }

    /** One object of a listing. */
    public static final class Element {

        private final String name;
        private final String json;

        private Element(String name, String json) {
            this.name = name;
            this.json = json;
        }

        static Element ofName(String name) {
            return new Element(name, "");
        }

        static Element ofJson(String json) {
            return new Element(JsonFields.nameOf(json), json);
        }

        /** The word, or in JSON the first there is of Names[0], Name, RepoTags[0], Id and ID; no slash in front. */
        public String name() {
            return name;
        }

        /** The object as it stands in the listing, or empty if the listing has only names. */
        public String json() {
            return json;
        }
    }
}
