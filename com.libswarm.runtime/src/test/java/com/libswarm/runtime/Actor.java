package com.libswarm.runtime;

import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts those that act at a time, and goes wrong where its second argument says: {@code actor a active} throws in active. */
@Declaration(name = "actor", summary = "acts", arguments = {"NAME  who it is", "[WRONG]  where it goes wrong (default: nowhere)"})
final class Actor implements Adapter {

    final AtomicInteger acting = new AtomicInteger();
    final AtomicInteger mostActing = new AtomicInteger();
    final AtomicInteger alive = new AtomicInteger();
    /** A spawn of it fails that is so many times from now. */
    final AtomicInteger spawnsLeft = new AtomicInteger(Integer.MAX_VALUE);
    final CountDownLatch hangs = new CountDownLatch(1);

    @Override
    public Link spawn(Context context) {
        if (spawnsLeft.decrementAndGet() < 0) {
            throw new IllegalStateException("no more are made");
        }
        String name = context.args().get(0);
        String wrong = context.args().get(1);
        alive.incrementAndGet();
        Router router = Router.before(context.next())
                .on(Verb.Get, "/who", (m, none) -> m.reply(Message.value(name)))
                .on(Verb.Get, "/kept", (m, none) -> m.reply(Message.value(new String(context.kept().getOrDefault("who", new byte[0])))))
                .on(Verb.Set, "/kept", (m, none) -> {
                    context.kept().put("who", name.getBytes());
                    m.reply(Message.ack());
                });
        return new Link() {

            private boolean acts;

            @Override
            public void send(Message message) {
                router.send(message);
            }

            @Override
            public void start() throws Exception {
                if (wrong.equals("start-hangs")) {
                    hangs.countDown();
                    new CountDownLatch(1).await();
                }
                if (wrong.equals("start")) {
                    throw new IllegalStateException("it does not start");
                }
            }

            @Override
            public void active() throws Exception {
                if (wrong.equals("active")) {
                    throw new IllegalStateException("it does not act");
                }
                if (wrong.equals("active-hangs")) {
                    hangs.countDown();
                    new CountDownLatch(1).await();
                }
                acts = true;
                int now = acting.incrementAndGet();
                mostActing.accumulateAndGet(now, Math::max);
            }

            @Override
            public CompletionStage<?> drain() {
                if (acts) {
                    acts = false;
                    acting.decrementAndGet();
                }
                switch (wrong) {
                    case "drain":
                        throw new IllegalStateException("it does not drain");
                    case "drain-fails":
                        return CompletableFuture.failedFuture(new IllegalStateException("it did not drain"));
                    case "drain-never":
                        return new CompletableFuture<>();
                    case "drain-null":
                        return null;
                    default:
                        return CompletableFuture.completedFuture(this);
                }
            }

            @Override
            public void stop() throws InterruptedException {
                alive.decrementAndGet();
                if (wrong.equals("stop-hangs")) {
                    new CountDownLatch(1).await();
                }
            }
        };
    }
}
