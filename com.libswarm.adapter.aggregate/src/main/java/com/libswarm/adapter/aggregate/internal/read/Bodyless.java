package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.api.Body;
import com.libswarm.api.Handler;

/** Requests that need no body: if there is one, it is cancelled, not sent to each node. */
public final class Bodyless {

    private Bodyless() {
    }

    /** {@code handler} of such requests; what it gets has no body. */
    public static Handler of(Handler handler) {
        return (message, name) -> {
            message.body().cancel();
            handler.handle(message.withBody(Body.NONE), name);
        };
    }
}
