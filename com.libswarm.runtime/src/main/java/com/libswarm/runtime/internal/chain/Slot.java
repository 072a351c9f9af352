package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Sender;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.spec.Arguments;
import com.libswarm.runtime.internal.spec.Nearest;
import com.libswarm.runtime.internal.spec.Spec;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A place for a link: its spec, the instance that is there now, those before it that still drain, and what outlives them all
 * (listening sockets, kept state, nested links). Changes are made by one thread at a time, but that an instance which has drained
 * lets go of nested links; looking is for any.
 */
final class Slot {

    private final Scope scope;
    private final Supplier<String> address;
    private final Entrance entrance;
    // leads where its instances' ports lead, also while there is none
    private final LinkPort out;
    private final Set<LinkPort> outs = ConcurrentHashMap.newKeySet();
    private final SlotSockets sockets;
    private final KeptStates kept = new KeptStates();
    private final NestedLinks nested;
    private final List<Draining> draining = new CopyOnWriteArrayList<>();
    private volatile Spec spec;
    private volatile Optional<Instance> current = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean waits;
    private volatile boolean closed;

    /** @param address of the link within its chain, as it is now: {@code 2}, or {@code 2.east} */
    Slot(Scope scope, Supplier<String> address, Spec spec) {
        this.scope = scope;
        this.address = address;
        this.spec = spec;
        this.out = scope.port();
        this.entrance = new Entrance(gap());
        this.sockets = new SlotSockets(scope.services().sockets(), (level, line) -> scope.journal(level, place(), line));
        this.nested = new NestedLinks(this);
    }

    Scope scope() {
        return scope;
    }

    String address() {
        return address.get();
    }

    /** Its name for people. */
    String place() {
        return scope.name() + "/" + address();
    }

    Entrance entrance() {
        return entrance;
    }

    /** Leads where the ports of its instances lead. */
    LinkPort out() {
        return out;
    }

    /** A port for an instance to send by. */
    LinkPort newOut() {
        LinkPort port = scope.port();
        port.follow(out);
        outs.add(port);
        return port;
    }

    void closeOut(LinkPort port) {
        outs.remove(port);
        port.close(message -> {
            throw new Failure(503, "The link that sent " + message + " has stopped.");
        });
    }

    boolean isOut(LinkPort port) {
        return port == out || outs.contains(port);
    }

    /** Nothing is sent from here any more. */
    void detach() {
        closeOut(out);
    }

    Set<LinkPort> outs() {
        return Set.copyOf(outs);
    }

    SlotSockets sockets() {
        return sockets;
    }

    KeptStates kept() {
        return kept;
    }

    NestedLinks nested() {
        return nested;
    }

    Spec spec() {
        return spec;
    }

    /** @throws Failure if there is no such adapter, or the arguments do not fit it */
    void check(Spec other) {
        Arguments.of(other, adapter(other).orElseThrow(() -> new Failure(404, missing(other))).info());
    }

    /** Changes the spec of a slot that has no instance. */
    void respec(Spec other) {
        spec = other;
        trouble = Optional.empty();
    }

    Optional<Instance> current() {
        return current;
    }

    /** Whether there is no instance, or one whose adapter is not the one that serves now. */
    boolean isOutdated() {
        return !current.map(Instance::source).equals(adapter(spec));
    }

    /** The adapter that serves a spec now. */
    Optional<AdapterSource> adapter(Spec of) {
        return scope.services().adapters().find(of.adapter());
    }

    boolean uses(AdapterSource source) {
        return current.filter(instance -> instance.source() == source).isPresent();
    }

    /** What former instances with that code still carry. */
    List<String> carriedBy(AdapterSource source) {
        return draining.stream().filter(d -> d.instance().source() == source)
                .flatMap(d -> d.info().carries().stream()).map(request -> place() + ": " + request).toList();
    }

    /** What it waits for, in a sentence, if its adapter is not there. */
    Optional<String> missing() {
        return adapter(spec).isPresent() ? Optional.empty() : Optional.of(missing(spec));
    }

    String missing(Spec of) {
        List<String> there = scope.services().adapters().all().stream().map(source -> source.info().name()).toList();
        return "The adapter '" + of.adapter() + "' is not there"
                + Nearest.of(of.adapter(), there).map(name -> " (did you mean '" + name + "'?).").orElse(".");
    }

    /** Why no instance is there though its adapter is, in a sentence. */
    Optional<String> trouble() {
        return current.isPresent() || missing().isPresent() ? Optional.empty() : trouble;
    }

    void troubled(String why) {
        trouble = Optional.of(why);
    }

    private Gap gap() {
        Limits limits = scope.services().limits();
        return new Gap(limits.gapMessages(), limits.gap().toNanos(), scope.services().threads().timer(),
                () -> missing().or(this::trouble).orElseGet(scope::problem));
    }

    /** Makes and starts an instance, and puts it behind the entrance, if its adapter is there. Not active yet. */
    void fill() {
        Optional<AdapterSource> source = adapter(spec);
        if (source.isPresent()) {
            Instance fresh = new Instance(this, spec, source.get());
            try {
                fresh.start();
            } catch (Failure failure) {
                sockets.closeAllBut(Set.of());
                throw failure;
            }
            fresh.switchNested();
            install(fresh, spec, change(ChangeKind.INSERT));
        }
    }

    /** The instance that was filled in acts on its own. */
    void activate() {
        if (current.isPresent()) {
            current.get().activate();
            current.get().settleNested();
            nested.closeUnused();
        }
    }

    /**
     * Puts an instance that has started behind the entrance; the one before acts on its own no more. If the slot, of a nested link,
     * has ended meanwhile, the instance is stopped instead.
     *
     * @return the one before, whose requests are not ended before {@link Draining#stopWhenIdle}
     */
    synchronized Optional<Draining> install(Instance fresh, Spec of, History.Entry change) {
        if (closed) {
            fresh.stop();
            return Optional.empty();
        }
        Optional<Instance> old = current;
        old.ifPresent(Instance::pause);
        // an epoch for the switch alone: who enters in it may get either
        scope.flights().next();
        fresh.bornIn(scope.flights().epoch());
        lead(fresh.link());
        current = Optional.of(fresh);
        spec = of;
        trouble = Optional.empty();
        long replaced = scope.flights().next();
        return old.map(instance -> drain(instance, replaced, change));
    }

    private void lead(Sender behind) {
        Sender before = entrance.behind();
        if (before instanceof Gap) {
            fill((Gap) before, behind);
        }
        entrance.change(behind);
    }

    // what waits is sent to code that may not return
    private void fill(Gap gap, Sender behind) {
        try {
            scope.steps().run("The link " + place() + " did not take the messages that waited for it", scope.services().limits().start(), () -> {
                gap.fill(behind);
                return true;
            });
        } catch (Failure failure) {
            scope.journal(Level.WARNING, place(), failure.getMessage());
        }
    }

    private Draining drain(Instance old, long replaced, History.Entry change) {
        Draining begun = new Draining(scope, old, replaced, old.drain(), change);
        draining.add(begun);
        begun.onStopped(() -> draining.remove(begun));
        return begun;
    }

    /** Takes the instance away; what is sent here waits for the next one, and so do nested links. */
    void vacate(History.Entry change) {
        waits = true;
        trouble = Optional.empty();
        leave(gap(), change);
    }

    /** The ids of the requests that wait here for the next instance. */
    Set<String> waiting() {
        return entrance.behind() instanceof Gap gap ? gap.waiting() : Set.of();
    }

    /** Takes the instance away; what is sent here is refused. Sockets and nested links end, too. */
    void refuse(String why) {
        leaveFor(message -> {
            message.body().cancel();
            message.reply(Gap.unavailable(why));
        }, change(ChangeKind.REMOVE));
    }

    /** The same, but what is sent here goes elsewhere. */
    void leaveFor(Sender instead, History.Entry change) {
        waits = false;
        leave(instead, change);
        sockets.closeAllBut(Set.of());
        nested.closeUnused();
    }

    /** The change that takes the instance away; it is in the history only once it is made. */
    History.Entry change(ChangeKind kind) {
        return scope.services().history().begin(this, kind, version(), Optional.empty());
    }

    /** Refuses all, for ever. */
    void close(String why) {
        closed = true;
        refuse(why);
    }

    boolean isClosed() {
        return closed;
    }

    private synchronized void leave(Sender instead, History.Entry change) {
        Optional<Instance> old = current;
        old.ifPresent(Instance::pause);
        lead(instead);
        long replaced = scope.flights().next();
        Optional<Draining> begun = old.map(instance -> drain(instance, replaced, change));
        // only now, or the slot would look for a moment as if nothing of it were left to wait for
        current = Optional.empty();
        begun.ifPresent(Draining::stopWhenIdle);
    }

    /** Whether nested links that nobody uses are kept for an instance to come. */
    boolean waits() {
        return waits && current.isEmpty();
    }

    /** The instances before this one that still carry something. */
    List<Draining> draining() {
        return List.copyOf(draining);
    }

    /** What is there now, as the history shows it. */
    Optional<Change.Version> version() {
        return current.map(instance -> new Change.Version(instance.spec().toString(), instance.source().version()));
    }

    /** This slot and those of its nested links, but for those that end. */
    List<Slot> present() {
        List<Slot> slots = new ArrayList<>();
        slots.add(this);
        nested.present().forEach(slot -> slots.addAll(slot.present()));
        return slots;
    }

    /** This slot and those of its nested links, also of those that end. */
    List<Slot> withNested() {
        List<Slot> slots = new ArrayList<>();
        slots.add(this);
        nested.slots().forEach(slot -> slots.addAll(slot.withNested()));
        return slots;
    }

    LinkInfo info(int number, String name) {
        return info(number, name, state());
    }

    private String state() {
        if (current.isPresent()) {
            return "running";
        }
        return missing().isPresent() ? "waiting" : trouble.isPresent() ? "failed" : "stopped";
    }

    LinkInfo info(int number, String name, String state) {
        Optional<Instance> now = current;
        return new LinkInfo(number, name, spec.adapter(), spec.toString(), state, now.map(i -> i.source().version()).orElse(""),
                now.map(Instance::listenerUrls).orElse(List.of()), now.map(Instance::details).orElse(Map.of()),
                draining.stream().map(Draining::info).toList(), nested.infos());
    }
}
