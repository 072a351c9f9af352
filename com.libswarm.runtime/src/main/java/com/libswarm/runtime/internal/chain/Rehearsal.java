package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Acceptor;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Listener;
import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.internal.spec.Arguments;
import com.libswarm.runtime.internal.spec.Spec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a link for a slot and throws it away, to see whether it can be made: it has a copy of the state that is kept, and sends, listens
 * and prints nowhere. It is not started, so by its contract it has no effect outside.
 */
final class Rehearsal implements LinkContext.Holder, Inspection {

    private final Slot slot;
    private final AdapterSource source;
    private final LinkPort next;
    private final LinkContext context;
    private final Map<String, Spec> children = new TreeMap<>();
    private volatile boolean over;

    /** @throws Failure if the arguments do not fit the adapter */
    Rehearsal(Slot slot, Spec spec, AdapterSource source) {
        this.slot = slot;
        this.source = source;
        this.next = slot.scope().port(slot.flights());
        this.context = new LinkContext(name(), Arguments.of(spec, source.info()), next, slot.kept().copy(source.info().name()),
                slot.scope().services().threads(), thrown -> { }, new LinkLogger(name(), (level, line) -> { }), this);
    }

    /** @throws Failure why the link cannot be made */
    List<Finding> run() {
        Steps steps = slot.scope().steps();
        Duration limit = slot.scope().services().limits().start();
        List<Finding> findings = new ArrayList<>();
        Adapter adapter = source.get();
        try {
            Link made = steps.run("The link " + name() + " could not be made", limit, () -> spawn(adapter));
            steps.run("The link " + name() + " did not stop", slot.scope().services().limits().stop(), () -> {
                made.stop();
                return true;
            });
            findings.add(Finding.good("The adapter '" + source.info().name() + "' is there and takes these arguments."));
            findings.addAll(steps.run("What the link " + name() + " needs could not be looked at", limit, () -> adapter.inspect(this)));
            return findings;
        } finally {
            over = true;
            context.close();
            source.release();
        }
    }

    private Link spawn(Adapter adapter) throws Exception {
        Link made = adapter.spawn(context);
        if (over) {
            // it took longer than anybody waited
            made.stop();
        }
        return made;
    }

    /** The nested links for which it has asked, and what they are to be. */
    Map<String, Spec> children() {
        synchronized (children) {
            return new TreeMap<>(children);
        }
    }

    private String name() {
        return slot.place() + " " + source.info().name();
    }

    @Override
    public List<String> args() {
        return context.args();
    }

    @Override
    public List<String> option(String name) {
        return context.option(name);
    }

    @Override
    public Child spawn(String name, String spec) {
        synchronized (children) {
            children.put(name, Spec.parse(spec));
        }
        return new RehearsedChild(next);
    }

    @Override
    public Listener listen(String url, Acceptor acceptor) throws IOException {
        throw new IOException("A link may listen only once it is started.");
    }

    @Override
    public Finding listening(String url) {
        return slot.sockets().tryOut(url);
    }

    private record RehearsedChild(Port port) implements Child {

        @Override
        public void send(Message message) {
            port.send(message);
        }

        @Override
        public AutoCloseable onSwitch(Runnable action) {
            return port.onSwitch(action);
        }

        @Override
        public void swap(String spec) {
            throw new Failure(409, "A nested link can be replaced only once its parent is started.");
        }

        @Override
        public void close() {
            // there is nothing behind it
        }
    }
}
