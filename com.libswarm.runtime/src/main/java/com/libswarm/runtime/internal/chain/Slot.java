package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Sender;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.flight.Flights;
import com.libswarm.runtime.internal.spec.Arguments;
import com.libswarm.runtime.internal.spec.Nearest;
import com.libswarm.runtime.internal.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A place for a link: its spec, the instance that is there now, those before it that still drain, and what outlives them all
 * (listening sockets, kept state, nested links). Changes are made by one thread at a time, but that an instance which has drained
 * lets go of nested links; looking is for any.
 */
final class Slot {

    private final Scope scope;
    private final Flights flights;
    private final Supplier<String> address;
    private final SlotSwitch behind;
    private final SlotPorts ports;
    private final SlotSockets sockets;
    private final KeptStates kept = new KeptStates();
    private final NestedLinks nested;
    private volatile Spec spec;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param flights counts what passes through it
     * @param address of the link within its chain, as it is now: {@code 2}, or {@code 2.east}
     */
    Slot(Scope scope, Flights flights, Supplier<String> address, Spec spec) {
        this.scope = scope;
        this.flights = flights;
        this.address = address;
        this.spec = spec;
        this.ports = new SlotPorts(scope, flights);
        this.behind = new SlotSwitch(this);
        this.sockets = new SlotSockets(scope.services().sockets(), (level, line) -> scope.journal(level, place(), line));
        this.nested = new NestedLinks(this);
    }

    Scope scope() {
        return scope;
    }

    /** Counts what passes through it, and may count what does not. */
    Flights flights() {
        return flights;
    }

    String address() {
        return address.get();
    }

    /** Its name for people. */
    String place() {
        return scope.name() + "/" + address();
    }

    Entrance entrance() {
        return behind.entrance();
    }

    SlotPorts ports() {
        return ports;
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

    /** Another spec is what it is for now. */
    void respec(Spec other) {
        spec = other;
        trouble = Optional.empty();
    }

    Optional<Instance> current() {
        return behind.current();
    }

    /** Whether there is no instance, or one whose adapter is not the one that serves now. */
    boolean isOutdated() {
        return !current().map(Instance::source).equals(adapter(spec));
    }

    /** The adapter that serves a spec now. */
    Optional<AdapterSource> adapter(Spec of) {
        return scope.services().adapters().find(of.adapter());
    }

    boolean uses(AdapterSource source) {
        return current().filter(instance -> instance.source() == source).isPresent();
    }

    /** What former instances with that code still carry. */
    List<String> carriedBy(AdapterSource source) {
        return draining().stream().filter(d -> d.instance().source() == source)
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
        return current().isPresent() || missing().isPresent() ? Optional.empty() : trouble;
    }

    void troubled(String why) {
        trouble = Optional.of(why);
    }

    /** Why no instance is there, in a sentence for whoever waits for one. */
    String whyEmpty() {
        return missing().or(this::trouble).orElseGet(scope::problem);
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
            install(fresh, change(ChangeKind.INSERT));
        }
    }

    /** The instance that was filled in acts on its own. */
    void activate() {
        current().ifPresent(instance -> {
            instance.activate();
            instance.settleNested();
            nested.closeUnused();
        });
    }

    /** See {@link SlotSwitch#install}. */
    Optional<Draining> install(Instance fresh, History.Entry change) {
        return behind.install(fresh, change);
    }

    /** Takes the instance away; what is sent here waits for the next one, and so do nested links. */
    void vacate(History.Entry change) {
        trouble = Optional.empty();
        behind.vacate(change);
    }

    /** Takes the instance away; what is sent here is refused. Sockets and nested links end, too. */
    void refuse(String why) {
        leaveFor(refusal(why), change(ChangeKind.REMOVE));
    }

    /** The same, but what is sent here goes elsewhere. */
    void leaveFor(Sender instead, History.Entry change) {
        behind.leaveFor(instead, change);
        endAllOfIt();
    }

    /** Refuses all, for ever. Any thread, also one that a change of this slot waits for: then it is done when that is over. */
    void close(String why) {
        behind.close(refusal(why), change(ChangeKind.REMOVE), this::endAllOfIt);
    }

    private static Sender refusal(String why) {
        return message -> {
            message.body().cancel();
            message.reply(Gap.unavailable(why));
        };
    }

    private void endAllOfIt() {
        sockets.closeAllBut(Set.of());
        nested.closeUnused();
    }

    /** The change that takes the instance away; it is in the history only once it is made. */
    History.Entry change(ChangeKind kind) {
        return scope.services().history().begin(this, kind, version(), Optional.empty());
    }

    boolean isClosed() {
        return behind.isClosed();
    }

    /** See {@link SlotSwitch#awaitClosed}. */
    void awaitClosed() {
        behind.awaitClosed();
    }

    /** Whether nested links that nobody uses are kept for an instance to come. */
    boolean waits() {
        return behind.waits();
    }

    /** The ids of the requests that wait here for the next instance. */
    Set<String> waiting() {
        return behind.waiting();
    }

    /** The instances before this one that still carry something. */
    List<Draining> draining() {
        return behind.draining();
    }

    /** What is there now, as the history shows it. */
    Optional<Change.Version> version() {
        return current().map(instance -> new Change.Version(instance.spec().toString(), instance.source().version()));
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
        if (current().isPresent()) {
            return "running";
        }
        return missing().isPresent() ? "waiting" : trouble.isPresent() ? "failed" : "stopped";
    }

    LinkInfo info(int number, String name, String state) {
        Optional<Instance> now = current();
        return new LinkInfo(number, name, spec.adapter(), spec.toString(), state, now.map(i -> i.source().version()).orElse(""),
                now.map(Instance::listenerUrls).orElse(List.of()), now.map(Instance::details).orElse(Map.of()),
                draining().stream().map(Draining::info).toList(), nested.infos());
    }
}
