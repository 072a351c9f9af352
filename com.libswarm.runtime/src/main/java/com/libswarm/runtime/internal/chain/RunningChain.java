package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.spec.Spec;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A chain: its slots in a row, and what changes them, one change at a time. */
public final class RunningChain implements Chain {

    private final Scope scope;
    private final Consumer<RunningChain> onDestroy;
    private final LinkPort head;
    private final Entrance end;
    // held during a whole change, which calls adapters: they are told not to change the chain that they are in
    private final ReentrantLock changing = new ReentrantLock(true);
    private volatile List<Slot> slots = List.of();
    private volatile boolean wanted;
    private volatile Optional<String> failed = Optional.empty();

    /** A chain that is stopped. */
    public RunningChain(String name, Services services, List<Spec> specs, Consumer<RunningChain> onDestroy) {
        this.scope = new Scope(name, services, this::problem);
        this.onDestroy = onDestroy;
        this.head = scope.port();
        this.end = new Entrance(scope.end());
        end.lead(head);
        specs.forEach(spec -> link(slots.size(), slot(spec)));
    }

    private Slot slot(Spec spec) {
        Slot[] self = new Slot[1];
        self[0] = new Slot(scope, () -> place(self[0]), spec);
        return self[0];
    }

    private String place(Slot slot) {
        int index = slots.indexOf(slot);
        return index < 0 ? scope.name() : scope.name() + "/" + (index + 1);
    }

    /** Puts a slot between its neighbours: ports that led to the one behind it lead to it now. */
    private void link(int index, Slot slot) {
        Entrance behind = index == slots.size() ? end : slots.get(index).entrance();
        behind.lead(slot.out());
        behind.redirect(slot.entrance(), slot.out());
        List<Slot> more = new ArrayList<>(slots);
        more.add(index, slot);
        slots = List.copyOf(more);
    }

    @Override
    public String name() {
        return scope.name();
    }

    @Override
    public ChainState state() {
        if (failed.isPresent()) {
            return ChainState.FAILED;
        }
        if (!wanted) {
            return ChainState.STOPPED;
        }
        return slots.stream().allMatch(slot -> slot.current().isPresent()) ? ChainState.RUNNING : ChainState.WAITING;
    }

    @Override
    public Optional<String> problem() {
        if (failed.isPresent()) {
            return failed;
        }
        return state() == ChainState.WAITING ? slots.stream().flatMap(slot -> slot.missing().stream()).findFirst() : Optional.empty();
    }

    @Override
    public List<LinkInfo> links() {
        List<LinkInfo> infos = new ArrayList<>();
        slots.forEach(slot -> infos.add(slot.info(infos.size() + 1, "")));
        return infos;
    }

    @Override
    public Port head() {
        return head;
    }

    @Override
    public void start() {
        change(() -> {
            wanted = true;
            failed = Optional.empty();
            fillAll();
        });
    }

    // from the last to the first, so that a link finds its neighbour there and a server listens when all is ready
    private void fillAll() {
        List<Slot> empty = new ArrayList<>(slots.stream().filter(slot -> slot.current().isEmpty()).toList());
        if (empty.stream().anyMatch(slot -> slot.missing().isPresent())) {
            return;
        }
        Collections.reverse(empty);
        try {
            empty.forEach(Slot::fill);
            empty.forEach(Slot::activate);
        } catch (Failure failure) {
            takeDown(failure.getMessage());
            failed = Optional.of(failure.getMessage());
            throw failure;
        }
    }

    @Override
    public void stop() {
        change(() -> {
            wanted = false;
            failed = Optional.empty();
            takeDown("The chain '" + name() + "' is stopped.");
        });
    }

    private void takeDown(String why) {
        slots.forEach(Slot::closeSockets);
        for (Slot slot : slots) {
            slot.refuse(why);
            slot.draining().forEach(d -> d.hurry(scope.services().limits().leave(), false, "the chain '" + name() + "' is stopped"));
        }
    }

    @Override
    public void destroy() {
        stop();
        onDestroy.accept(this);
    }

    @Override
    public void swap(int link, String spec) {
        Spec parsed = Spec.parse(spec);
        change(() -> {
            Slot slot = slot(link);
            slot.replace(parsed);
            switched(slot, link - 1);
        });
    }

    @Override
    public void insert(int before, String spec) {
        Spec parsed = Spec.parse(spec);
        change(() -> {
            if (before < 1 || before > slots.size() + 1) {
                throw new Failure(404, "A link cannot be put in front of link " + before + ": the chain '" + name() + "' has "
                        + slots.size() + ". Give a number from 1 to " + (slots.size() + 1) + ".");
            }
            Slot slot = slot(parsed);
            Entrance behind = before > slots.size() ? end : slots.get(before - 1).entrance();
            behind.lead(slot.out());
            if (wanted) {
                fillNew(slot, behind);
            }
            link(before - 1, slot);
            slot.activate();
            switched(slot, before - 1);
        });
    }

    private static void fillNew(Slot slot, Entrance behind) {
        try {
            slot.missing().ifPresent(why -> {
                throw new Failure(404, why);
            });
            slot.fill();
        } catch (Failure failure) {
            behind.forget(slot.out());
            throw failure;
        }
    }

    @Override
    public void remove(int link) {
        change(() -> {
            Slot slot = slot(link);
            if (slots.size() == 1) {
                throw new Failure(409, "The chain '" + name() + "' has only this link: destroy the chain instead.");
            }
            Entrance behind = link == slots.size() ? end : slots.get(link).entrance();
            slot.entrance().redirect(behind, slot.out());
            List<Slot> fewer = new ArrayList<>(slots);
            fewer.remove(slot);
            slots = List.copyOf(fewer);
            slot.closeSockets();
            slot.refuse("The link was removed.");
            // an instance that drains still sends to those behind it
            if (slot.draining().isEmpty()) {
                behind.forget(slot.out());
            }
            slot.draining().forEach(d -> d.onStopped(() -> behind.forget(slot.out())));
            switched(slot, link - 1);
        });
    }

    private Slot slot(int link) {
        if (link < 1 || link > slots.size()) {
            throw new Failure(404, "The chain '" + name() + "' has no link " + link + ": it has " + slots.size() + ".");
        }
        return slots.get(link - 1);
    }

    /** Tells those in front of a slot that something behind their port was replaced. */
    void switched(Slot changed) {
        switched(changed, slots.indexOf(changed));
    }

    private void switched(Slot changed, int index) {
        Set<LinkPort> told = new LinkedHashSet<>(changed.entrance().ports());
        if (index >= 0) {
            told.add(head);
            slots.subList(0, index).forEach(slot -> told.add(slot.out()));
        }
        told.forEach(LinkPort::switched);
    }

    /** An adapter came, or a newer one of a name: links that wait for it, or have an older one, get it. */
    public void adapterCame(String name) {
        change(() -> {
            if (wanted && slots.stream().allMatch(slot -> slot.current().isEmpty())) {
                fillAll();
            } else if (wanted) {
                everySlot(slot -> slot.spec().adapter().equals(name) && slot.isOutdated(), slot -> slot.replace(slot.spec()));
            }
        });
    }

    /** An adapter goes: its links are replaced by another of its name, or leave a gap; when this returns they are stopped. */
    public void adapterGoes(AdapterSource source) {
        change(() -> {
            Predicate<Slot> affected = slot -> slot.current().filter(i -> i.source() == source).isPresent();
            everySlot(slot -> affected.test(slot) && slot.missing().isEmpty(), slot -> slot.replace(slot.spec()));
            everySlot(affected, Slot::vacate);
            Duration limit = scope.services().limits().leave();
            for (Slot slot : all()) {
                slot.draining().stream().filter(d -> d.instance().source() == source)
                        .forEach(d -> d.hurry(limit, true, "the adapter '" + source.info().name() + "' was taken away"));
            }
        });
    }

    /** The outermost links whose adapter is served by other code now: links nested in one of these are made anew with it. */
    List<Slot> outdated() {
        List<Slot> found = new ArrayList<>();
        slots.forEach(slot -> slot.addOutdated(found));
        return found;
    }

    /** The links, nested ones included, that use an adapter: as {@code web/2}. */
    List<String> usersOf(AdapterSource source) {
        return all().stream().filter(slot -> slot.uses(source)).map(Slot::place).toList();
    }

    /** What former instances of an adapter still carry, a line for each request. */
    List<String> carriedBy(AdapterSource source) {
        return all().stream().flatMap(slot -> slot.carriedBy(source).stream()).toList();
    }

    private List<Slot> all() {
        return slots.stream().flatMap(slot -> slot.withNested().stream()).toList();
    }

    private void everySlot(Predicate<Slot> which, Consumer<Slot> change) {
        for (Slot slot : all()) {
            if (which.test(slot)) {
                try {
                    change.accept(slot);
                    switched(slot);
                } catch (Failure failure) {
                    scope.journal(Level.WARNING, slot.place(), failure.getMessage());
                }
            }
        }
    }

    /** Runs {@code change} alone: no other change is made meanwhile. */
    void change(Runnable change) {
        changing.lock();
        try {
            change.run();
        } finally {
            changing.unlock();
        }
    }
}
