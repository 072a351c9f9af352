package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Sender;
import com.libswarm.api.adapter.Acceptor;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Listener;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.internal.flight.Carried;
import com.libswarm.runtime.internal.spec.Arguments;
import com.libswarm.runtime.internal.spec.Spec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** One instance of an adapter in a slot: its link, and all that the link was given. */
final class Instance implements LinkContext.Holder {

    private final Slot slot;
    private final Spec spec;
    private final AdapterSource source;
    private final LinkPort next;
    private final LinkContext context;
    private final Map<String, HeldListener> listeners = new ConcurrentHashMap<>();
    private final Children children;
    private volatile Link link = message -> {
        throw new Failure(503, "The link is not there yet.");
    };
    private volatile boolean held;
    private volatile boolean started;
    private volatile boolean isActive;
    private volatile boolean stopped;
    private volatile long born;
    // active comes before drain, or not at all
    private final AtomicBoolean mayAct = new AtomicBoolean(true);
    private final CountDownLatch acted = new CountDownLatch(1);
    private volatile Future<?> drainStep = CompletableFuture.completedFuture(this);

    /** @throws Failure if the arguments do not fit the adapter */
    Instance(Slot slot, Spec spec, AdapterSource source) {
        this.slot = slot;
        this.spec = spec;
        this.source = source;
        Arguments arguments = Arguments.of(spec, source.info());
        this.next = slot.ports().open();
        this.children = new Children(this);
        this.context = new LinkContext(name(), arguments, next, slot.kept().view(source.info().name()), slot.scope().services().threads(),
                this::taskThrew, new LinkLogger(name(), this::journal), this);
    }

    /** Made and started, or a Failure is thrown and nothing is left of it. */
    void start() {
        try {
            link = steps().up("The link " + name() + " could not be made", limits().start(), this::spawnLink);
            slot.scope().know(link, this);
            children.start();
            steps().up("The link " + name() + " could not be started", limits().start(), () -> {
                link.start();
                return true;
            });
            started = true;
            // those that were asked for meanwhile
            children.start();
        } catch (Failure failure) {
            slot.scope().stackTrace(name(), failure);
            stop();
            throw failure;
        }
    }

    private Link spawnLink() throws Exception {
        held = true;
        Link made = source.get().spawn(context);
        if (stopped) {
            // it took longer than anybody waited
            made.stop();
        }
        return made;
    }

    /** Its nested links are switched with it, before it is. */
    void switchNested() {
        children.switchOver();
    }

    /** Behind its entrance now: acts on its own, and gets connections; but not if it was told to drain meanwhile. */
    void activate() {
        if (!mayAct.getAndSet(false)) {
            return;
        }
        try {
            children.activate();
            isActive = true;
            steps().up("The link " + name() + " could not become active", limits().start(), () -> {
                link.active();
                return true;
            });
        } finally {
            acted.countDown();
        }
        listeners.values().forEach(HeldListener::open);
    }

    /** It is active, and stays: its nested links do not go back any more. */
    void settleNested() {
        children.settle();
    }

    /** It did not become active: its nested links are what they were before it was switched in. */
    void goBackNested(String why) {
        children.goBack(why);
    }

    /** Gets no more connections: they wait for its successor. */
    void pause() {
        listeners.values().forEach(HeldListener::pause);
    }

    /** Acts on its own no more; completes when it carries nothing that cannot be seen from here. */
    CompletableFuture<?> drain() {
        if (mayAct.getAndSet(false)) {
            acted.countDown();
        }
        var drained = new CompletableFuture<Void>();
        try {
            drainStep = steps().begin("The link " + name() + " did not begin to drain", limits().stop(), () -> {
                acted.await();
                return link.drain().whenComplete((done, thrown) -> {
                    if (thrown != null) {
                        journal(Level.WARNING, "Draining failed: " + thrown);
                    }
                    drained.complete(null);
                });
            });
            if (!drainStep.isDone()) {
                journal(Level.WARNING, "The link did not begin to drain within " + limits().stop().toMillis() / 1000.0
                        + " s; it still may.");
            }
        } catch (Failure failure) {
            journal(Level.WARNING, failure.getMessage());
            drained.complete(null);
        }
        return drained;
    }

    /** Ends, with all that it was given. Never throws. */
    void stop() {
        stopped = true;
        mayAct.set(false);
        drainStep.cancel(true);
        try {
            steps().run("The link " + name() + " did not stop", limits().stop(), () -> {
                link.stop();
                return true;
            });
        } catch (Failure failure) {
            journal(Level.WARNING, failure.getMessage());
            slot.scope().stackTrace(name(), failure);
        }
        slot.scope().forget(link);
        slot.ports().close(next);
        children.release();
        context.close();
        if (held) {
            source.release();
        }
    }

    Slot slot() {
        return slot;
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

    /** It is about to get messages: what came before is not its own. */
    void born() {
        slot.flights().next();
        born = slot.flights().epoch();
        children.born();
    }

    /** What it carries, now that it gets no more messages. */
    Carried replaced() {
        return children.with(Carried.cameIn(slot.flights(), born, slot.flights().next()));
    }

    Set<String> listensOn() {
        return Set.copyOf(listeners.keySet());
    }

    List<String> listenerUrls() {
        return listeners.values().stream().map(HeldListener::url).sorted().toList();
    }

    /** What the link tells about itself, or why it does not. */
    Map<String, String> details() {
        try {
            return steps().run("The link " + name() + " did not tell about itself", limits().send(), () ->
                    Collections.unmodifiableMap(new LinkedHashMap<>(link.details())));
        } catch (Failure failure) {
            return Map.of("problem", failure.getMessage());
        }
    }

    void forget(ChildPort child) {
        children.forget(child);
    }

    private Steps steps() {
        return slot.scope().steps();
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

    /** For people and logs: {@code web/2 debug}. */
    String name() {
        return slot.place() + " " + source.info().name();
    }

    @Override
    public Child spawn(String name, String spec) {
        ChildPort child = children.open(name, Spec.parse(spec));
        if (started) {
            context.blocking().execute(() -> bringUp(child));
        }
        return child;
    }

    private void bringUp(ChildPort child) {
        try {
            slot.scope().changes().run(() -> {
                child.start();
                child.switchOver();
                if (isActive) {
                    child.activate();
                    child.settle();
                }
            });
        } catch (Failure failure) {
            if (!stopped) {
                journal(Level.WARNING, failure.getMessage());
            }
        }
    }

    @Override
    public Listener listen(String url, Acceptor acceptor) throws IOException {
        HeldListener listener = new HeldListener(slot.sockets().open(url), acceptor);
        listeners.put(url, listener);
        if (isActive) {
            listener.open();
        }
        return listener;
    }
}
