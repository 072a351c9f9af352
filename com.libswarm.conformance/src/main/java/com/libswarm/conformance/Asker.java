package com.libswarm.conformance;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a chain that answers as an engine does, and waits for what it says: for the fixtures of tests. */
public interface Asker {

    /** The way into the chain. */
    Sender head();

    /** Asks, and does not wait. */
    default Call call(Message request) {
        return Call.ask(head(), request);
    }

    /** Asks, and waits for the reply. */
    default Message ask(Message request) {
        return get(call(request).result());
    }

    /** @param args name, value, name, value, ... */
    default Message ask(Verb verb, String path, String aspect, String... args) {
        return ask(Message.of(verb, path).withAspect(aspect).withArgs(Args.of(args)));
    }

    /** @param json how the container is to be (Docker API, POST /containers/create) */
    default Message create(String name, String json) {
        return ask(Message.of(Verb.Spawn, "/containers").withArgs(Args.of("name", name)).withBody(Body.text(json)));
    }

    /**
     * Waits for two minutes at most: a thousand nodes on a busy machine take their time.
     *
     * @throws AssertionError if it fails, or does not come
     */
    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(120, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
