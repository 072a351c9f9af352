package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Sender;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.socket.ListeningSocket;
import com.libswarm.runtime.internal.spec.Nearest;
import com.libswarm.runtime.internal.spec.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A place for a link: its spec, the instance that is there now, those before it that still drain, and what outlives them all
 * (listening sockets, kept state). Changes are made by one thread at a time; looking is for any.
 */
final class Slot {

    private final Scope scope;
    private final Supplier<String> place;
    private final LinkPort out;
    private final Entrance entrance;
    private final Map<String, ListeningSocket> sockets = new ConcurrentHashMap<>();
    private final Map<String, ConcurrentMap<String, byte[]>> kept = new ConcurrentHashMap<>();
    private final List<Draining> draining = new CopyOnWriteArrayList<>();
    private volatile Spec spec;
    private volatile Optional<Instance> current = Optional.empty();

    /** @param place the slot's name for people, as it is now: {@code web/2} */
    Slot(Scope scope, Supplier<String> place, Spec spec) {
        this.scope = scope;
        this.place = place;
        this.spec = spec;
        this.out = scope.port();
        this.entrance = new Entrance(gap());
    }

    Scope scope() {
        return scope;
    }

    String place() {
        return place.get();
    }

    /** The port that its link sends to. */
    LinkPort out() {
        return out;
    }

    Entrance entrance() {
        return entrance;
    }

    Spec spec() {
        return spec;
    }

    Optional<Instance> current() {
        return current;
    }

    /** Whether there is no instance, or one whose adapter is not the one that serves now. */
    boolean isOutdated() {
        return !current.map(Instance::source).equals(adapter());
    }

    /** Adds itself, if its adapter is served by other code than it has; else those of its nested links of which this is so. */
    void addOutdated(List<Slot> found) {
        if (current.isPresent() && isOutdated()) {
            found.add(this);
        } else {
            current.ifPresent(instance -> instance.children().forEach(child -> child.addOutdated(found)));
        }
    }

    boolean uses(AdapterSource source) {
        return current.filter(instance -> instance.source() == source).isPresent();
    }

    /** What former instances with that code still carry. */
    List<String> carriedBy(AdapterSource source) {
        return draining.stream().filter(d -> d.instance().source() == source)
                .flatMap(d -> d.info().carries().stream()).map(request -> place() + ": " + request).toList();
    }

    private Optional<AdapterSource> adapter() {
        return scope.services().adapters().find(spec.adapter());
    }

    /** What it waits for, in a sentence, if its adapter is not there. */
    Optional<String> missing() {
        if (adapter().isPresent()) {
            return Optional.empty();
        }
        List<String> there = scope.services().adapters().all().stream().map(source -> source.info().name()).toList();
        return Optional.of("The adapter '" + spec.adapter() + "' is not there"
                + Nearest.of(spec.adapter(), there).map(name -> " (did you mean '" + name + "'?).").orElse("."));
    }

    private Gap gap() {
        Limits limits = scope.services().limits();
        return new Gap(limits.gapMessages(), limits.gap().toNanos(), scope.services().threads().timer(),
                () -> missing().orElseGet(scope::problem));
    }

    /** Makes and starts an instance, and puts it behind the entrance. Not active yet. */
    void fill() {
        if (adapter().isPresent()) {
            switchTo(prepare(spec), spec);
        }
    }

    void activate() {
        current.ifPresent(Instance::activate);
    }

    /** Replaces the instance, if there is one: new first, then the switch, then the old one drains. */
    void replace(Spec other) {
        switchIn(prepare(other));
    }

    /** An instance that is made and started, without effect outside yet: to be switched in, or abandoned. */
    Instance prepare(Spec other) {
        AdapterSource source = scope.services().adapters().find(other.adapter())
                .orElseThrow(() -> new Failure(404, "The adapter '" + other.adapter() + "' is not there."));
        Instance fresh = new Instance(this, other, source);
        try {
            fresh.start();
            return fresh;
        } catch (Failure failure) {
            closeUnusedSockets();
            throw failure;
        }
    }

    /** Puts a prepared instance in the place of the present one, which drains. */
    void switchIn(Instance fresh) {
        Optional<Draining> old = switchTo(fresh, fresh.spec());
        try {
            fresh.activate();
        } finally {
            closeUnusedSockets();
            old.ifPresent(Draining::stopWhenIdle);
        }
    }

    /** Ends a prepared instance: nothing has changed. */
    void abandon(Instance fresh) {
        fresh.stop();
        closeUnusedSockets();
    }

    private void closeUnusedSockets() {
        closeSocketsBut(current.map(Instance::listensOn).orElse(Set.of()));
    }

    private Optional<Draining> switchTo(Instance fresh, Spec other) {
        Optional<Instance> old = current;
        old.ifPresent(Instance::pause);
        // an epoch for the switch alone: who enters in it may get either
        scope.flights().next();
        fresh.bornIn(scope.flights().epoch());
        change(fresh.link());
        current = Optional.of(fresh);
        spec = other;
        long replaced = scope.flights().next();
        return old.map(instance -> drain(instance, replaced));
    }

    private void change(Sender behind) {
        Sender before = entrance.behind();
        if (before instanceof Gap) {
            ((Gap) before).fill(behind);
        }
        entrance.change(behind);
    }

    private Draining drain(Instance old, long replaced) {
        Draining begun = new Draining(scope, old, replaced, old.drain());
        draining.add(begun);
        begun.onStopped(() -> draining.remove(begun));
        return begun;
    }

    /** Takes the instance away; what is sent here waits for the next one. */
    void vacate() {
        leave(gap());
    }

    /** Takes the instance away; what is sent here is refused. */
    void refuse(String why) {
        leave(message -> {
            throw new Failure(503, why);
        });
    }

    private void leave(Sender instead) {
        Optional<Instance> old = current;
        old.ifPresent(Instance::pause);
        change(instead);
        current = Optional.empty();
        long replaced = scope.flights().next();
        old.ifPresent(instance -> drain(instance, replaced).stopWhenIdle());
    }

    /** The instances before this one that still carry something. */
    List<Draining> draining() {
        return List.copyOf(draining);
    }

    ListeningSocket socket(String url) throws IOException {
        ListeningSocket known = sockets.get(url);
        if (known == null) {
            known = scope.services().sockets().listen(url, (level, line) -> scope.journal(level, place(), line));
            sockets.put(url, known);
        }
        return known;
    }

    void closeSockets() {
        closeSocketsBut(Set.of());
    }

    private void closeSocketsBut(Set<String> urls) {
        sockets.forEach((url, socket) -> {
            if (!urls.contains(url)) {
                sockets.remove(url);
                socket.close();
            }
        });
    }

    ConcurrentMap<String, byte[]> kept(String adapter) {
        return kept.computeIfAbsent(adapter, name -> new ConcurrentHashMap<>());
    }

    /** This slot and those of its nested links. */
    List<Slot> withNested() {
        List<Slot> slots = new ArrayList<>();
        slots.add(this);
        current.ifPresent(instance -> slots.addAll(instance.nestedSlots()));
        return slots;
    }

    LinkInfo info(int number, String name) {
        Optional<Instance> now = current;
        String state = now.isPresent() ? "running" : missing().isPresent() ? "waiting" : "stopped";
        return new LinkInfo(number, name, spec.adapter(), spec.toString(), state, now.map(i -> i.source().version()).orElse(""),
                now.map(Instance::listenerUrls).orElse(List.of()), draining.stream().map(Draining::info).toList(),
                now.map(Instance::nestedInfos).orElse(List.of()));
    }
}
