package com.libswarm.runtime;

import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;

/** Does something that is not its business when it starts and when it becomes active. */
@Declaration(name = "meddler", summary = "meddles")
final class Meddler implements Adapter {

    private final Runnable meddle;

    Meddler(Runnable meddle) {
        this.meddle = meddle;
    }

    @Override
    public Link spawn(Context context) {
        return new Link() {
            @Override
            public void send(Message message) {
                context.next().send(message);
            }

            @Override
            public void start() {
                meddle.run();
            }

            @Override
            public void active() {
                meddle.run();
            }
        };
    }
}
