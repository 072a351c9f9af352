package com.libswarm.adapter.docker.internal.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The event loops of this bundle, shared by all its links, so that a request can pass from {@code dockerserver} to
 * {@code dockerclient} on one thread. They start with the first link and end with the last.
 */
@Component(service = Loops.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Loops {

    private static final int END_SECONDS = 5;

    // one that has used up its share of a core waits for a tick of the kernel, and the fewer there are the more requests wait with it
    private static final int A_CORE = 2;

    // guarded by this
    private int leases;
    private Optional<EventLoopGroup> running = Optional.empty();

    /** The loops, for one link, until it closes the lease. */
    public synchronized Lease lease() {
        EventLoopGroup group = running.orElseGet(Loops::start);
        running = Optional.of(group);
        leases++;
        return new Lease(group);
    }

    private static EventLoopGroup start() {
        var started = new AtomicInteger();
        ThreadFactory threads = task -> {
            var thread = new FastThreadLocalThread(task, "docker-loop-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new MultiThreadIoEventLoopGroup(count(), threads, NioIoHandler.newFactory());
    }

    /** How many loops run while there is a link. */
    public static int count() {
        return A_CORE * Runtime.getRuntime().availableProcessors();
    }

    private synchronized Optional<EventLoopGroup> giveBack() {
        if (--leases > 0) {
            return Optional.empty();
        }
        Optional<EventLoopGroup> last = running;
        running = Optional.empty();
        return last;
    }

    /** One link's use of the loops. */
    public final class Lease implements AutoCloseable {

        private final EventLoopGroup group;
        private final List<EventLoop> all = new ArrayList<>();

        private Lease(EventLoopGroup group) {
            this.group = group;
            group.forEach(loop -> all.add((EventLoop) loop));
        }

        /** The loop of the calling thread, if it is one of these, else any. */
        public EventLoop here() {
            for (EventLoop loop : all) {
                if (loop.inEventLoop()) {
                    return loop;
                }
            }
            return group.next();
        }

        /** Any loop. */
        public EventLoop next() {
            return group.next();
        }

        /** Ends the loops if this was the last lease, and waits for that. To be called once, not on a loop. */
        @Override
        public void close() {
            giveBack().ifPresent(last -> {
                last.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS);
                last.terminationFuture().awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS);
            });
        }
    }
}
