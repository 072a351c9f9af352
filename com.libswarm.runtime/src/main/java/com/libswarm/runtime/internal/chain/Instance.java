package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Sender;
import com.libswarm.api.adapter.Acceptor;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Listener;
import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.spec.Arguments;
import com.libswarm.runtime.internal.spec.Spec;
import com.libswarm.runtime.internal.work.LentExecutor;
import com.libswarm.runtime.internal.work.LentTimer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** One instance of an adapter in a slot: its link, and all that the link was given. */
final class Instance implements Context {

    private final Slot slot;
    private final Spec spec;
    private final AdapterSource source;
    private final Arguments arguments;
    private final Step step;
    private final LentTimer timer;
    private final LentExecutor blocking;
    private final System.Logger log;
    private final Map<String, HeldListener> listeners = new ConcurrentHashMap<>();
    private final Map<String, NestedLink> children = new ConcurrentSkipListMap<>();
    private volatile Link link = message -> {
        throw new Failure(503, "The link is not there yet.");
    };
    private volatile boolean held;
    private volatile boolean started;
    private volatile boolean isActive;
    private volatile boolean stopped;
    private volatile long born;

    /** @throws Failure if the arguments do not fit the adapter */
    Instance(Slot slot, Spec spec, AdapterSource source) {
        this.slot = slot;
        this.spec = spec;
        this.source = source;
        this.arguments = Arguments.of(spec, source.info());
        var threads = slot.scope().services().threads();
        this.step = new Step(threads.blocking());
        this.timer = new LentTimer(threads.timer(), this::taskThrew);
        this.blocking = new LentExecutor(threads.blocking(), this::taskThrew);
        this.log = new LinkLogger(name(), this::journal);
    }

    /** Made and started, or a Failure is thrown and nothing is left of it. */
    void start() {
        try {
            link = step.run("The link " + name() + " could not be made", limits().start(), this::spawnLink);
            slot.scope().know(link, this);
            children.values().forEach(NestedLink::start);
            step.run("The link " + name() + " could not be started", limits().start(), () -> {
                link.start();
                return true;
            });
            started = true;
        } catch (Failure failure) {
            slot.scope().stackTrace(name(), failure);
            stop();
            throw failure;
        }
    }

    private Link spawnLink() throws Exception {
        held = true;
        Link made = source.get().spawn(this);
        if (stopped) {
            // it took longer than anybody waited
            made.stop();
        }
        return made;
    }

    /** Behind its entrance now: acts on its own, and gets connections. */
    void activate() {
        children.values().forEach(NestedLink::activate);
        isActive = true;
        step.run("The link " + name() + " could not become active", limits().start(), () -> {
            link.active();
            return true;
        });
        listeners.values().forEach(HeldListener::open);
    }

    /** Gets no more connections: they wait for its successor. */
    void pause() {
        listeners.values().forEach(HeldListener::pause);
    }

    /** Acts on its own no more; completes when it carries nothing that cannot be seen from here. */
    CompletableFuture<?> drain() {
        try {
            return step.run("The link " + name() + " did not begin to drain", limits().stop(), link::drain).toCompletableFuture()
                    .exceptionally(thrown -> {
                        journal(Level.WARNING, "Draining failed: " + thrown);
                        return null;
                    });
        } catch (Failure failure) {
            journal(Level.WARNING, failure.getMessage());
            return CompletableFuture.completedFuture(this);
        }
    }

    /** Ends, with all that it was given. Never throws. */
    void stop() {
        stopped = true;
        try {
            step.run("The link " + name() + " did not stop", limits().stop(), () -> {
                link.stop();
                return true;
            });
        } catch (Failure failure) {
            journal(Level.WARNING, failure.getMessage());
            slot.scope().stackTrace(name(), failure);
        }
        slot.scope().forget(link);
        children.values().forEach(NestedLink::close);
        timer.close();
        blocking.close();
        if (held) {
            source.release();
        }
    }

    Sender link() {
        return link;
    }

    Spec spec() {
        return spec;
    }

    AdapterSource source() {
        return source;
    }

    long born() {
        return born;
    }

    void bornIn(long epoch) {
        born = epoch;
    }

    Set<String> listensOn() {
        return Set.copyOf(listeners.keySet());
    }

    List<String> listenerUrls() {
        return listeners.values().stream().map(HeldListener::url).sorted().toList();
    }

    /** The slots of its nested links. */
    List<Slot> children() {
        return children.values().stream().map(NestedLink::slot).toList();
    }

    /** The slots of its nested links, and of theirs. */
    List<Slot> nestedSlots() {
        return children().stream().flatMap(child -> child.withNested().stream()).toList();
    }

    List<LinkInfo> nestedInfos() {
        List<LinkInfo> infos = new ArrayList<>();
        children.forEach((name, child) -> infos.add(child.slot().info(infos.size() + 1, name)));
        return infos;
    }

    private Limits limits() {
        return slot.scope().services().limits();
    }

    private void journal(Level level, String line) {
        slot.scope().journal(level, name(), line);
    }

    private void taskThrew(Throwable thrown) {
        journal(Level.WARNING, "A task of the link failed: " + thrown);
        slot.scope().stackTrace(name(), thrown);
    }

    @Override
    public String name() {
        return slot.place() + " " + source.info().name();
    }

    @Override
    public Port next() {
        return slot.out();
    }

    @Override
    public List<String> args() {
        return arguments.args();
    }

    @Override
    public List<String> option(String name) {
        return arguments.options().getOrDefault(name, List.of());
    }

    @Override
    public Child spawn(String name, String spec) {
        NestedLink child = new NestedLink(slot.scope(), slot.place() + "." + name, Spec.parse(spec), () -> children.remove(name));
        if (children.putIfAbsent(name, child) != null) {
            throw new IllegalArgumentException("The link " + name() + " has a nested link '" + name + "' already.");
        }
        if (started) {
            blocking.execute(() -> {
                child.start();
                if (isActive) {
                    child.activate();
                }
            });
        }
        return child;
    }

    @Override
    public Listener listen(String url, Acceptor acceptor) throws IOException {
        HeldListener listener = new HeldListener(slot.socket(url), acceptor);
        listeners.put(url, listener);
        if (isActive) {
            listener.open();
        }
        return listener;
    }

    @Override
    public ConcurrentMap<String, byte[]> kept() {
        return slot.kept(source.info().name());
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
}
