package com.libswarm.runtime.internal.chain;

import com.libswarm.api.adapter.Acceptor;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.KeptState;
import com.libswarm.api.adapter.Listener;
import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.internal.spec.Arguments;
import com.libswarm.runtime.internal.work.LentExecutor;
import com.libswarm.runtime.internal.work.LentTimer;
import com.libswarm.runtime.internal.work.Threads;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** What a link is given. Nested links and listeners it gets from whoever holds it. */
final class LinkContext implements Context, AutoCloseable {

    /** Makes what a link asks for: see {@link Context}. */
    interface Holder {

        Child spawn(String name, String spec);

        Listener listen(String url, Acceptor acceptor) throws IOException;
    }

    private final String name;
    private final Arguments arguments;
    private final LinkPort next;
    private final KeptState kept;
    private final LentTimer timer;
    private final LentExecutor blocking;
    private final System.Logger log;
    private final Holder holder;

    /** @param taskThrew gets what a task threw that the link had run later, or elsewhere */
    LinkContext(String name, Arguments arguments, LinkPort next, KeptState kept, Threads threads, Consumer<Throwable> taskThrew,
            System.Logger log, Holder holder) {
        this.name = name;
        this.arguments = arguments;
        this.next = next;
        this.kept = kept;
        this.timer = new LentTimer(threads.timer(), taskThrew);
        this.blocking = new LentExecutor(threads.blocking(), taskThrew);
        this.log = log;
        this.holder = holder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Port next() {
        return next;
    }

    @Override
    public List<String> args() {
        return arguments.args();
    }

    @Override
    public List<String> option(String option) {
        return arguments.options().getOrDefault(option, List.of());
    }

    @Override
    public Child spawn(String child, String spec) {
        return holder.spawn(child, spec);
    }

    @Override
    public Listener listen(String url, Acceptor acceptor) throws IOException {
        return holder.listen(url, acceptor);
    }

    @Override
    public KeptState kept() {
        return kept;
    }

    @Override
    public ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public System.Logger log() {
        return log;
    }

    /** Ends its timers, and interrupts its tasks. */
    @Override
    public void close() {
        timer.close();
        blocking.close();
    }
}
