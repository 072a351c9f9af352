package com.libswarm.runtime;

import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An adapter that goes wrong where its argument says. */
@Declaration(name = "bad", summary = "goes wrong", arguments = {"WHERE  spawn, start, active, send, details or stop", "HOW  throw, hang or twice"})
final class Bad implements Adapter {

    /** Counted down when something that hung was interrupted. */
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public Link spawn(Context context) throws Exception {
        go("spawn", context);
        Router router = Router.before(context.next())
                .on(Verb.Get, "/good", (m, name) -> m.reply(Message.value("good")))
                .on(Verb.Get, "/late", (m, name) -> { });
        return new Link() {
            @Override
            public void send(Message message) {
                if (message.path().equals("/bad")) {
                    if (context.args().get(1).equals("twice")) {
                        message.reply(Message.value("first"));
                        message.reply(Message.value("second"));
                        return;
                    }
                    goUnchecked("send", context);
                }
                router.send(message);
            }

            @Override
            public void start() throws Exception {
                go("start", context);
            }

            @Override
            public void active() throws Exception {
                go("active", context);
            }

            @Override
            public Map<String, String> details() {
                goUnchecked("details", context);
                return Map.of("good", "yes");
            }

            @Override
            public void stop() throws Exception {
                go("stop", context);
            }
        };
    }

    private void goUnchecked(String where, Context context) {
        try {
            go(where, context);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void go(String where, Context context) throws InterruptedException {
        if (!context.args().get(0).equals(where)) {
            return;
        }
        if (context.args().get(1).equals("throw")) {
            throw new IllegalStateException("a bug in " + where);
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }
}
