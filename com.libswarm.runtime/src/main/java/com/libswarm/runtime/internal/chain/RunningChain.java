package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.Plan;
import com.libswarm.runtime.internal.spec.Spec;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A chain: its slots in a row, and what changes them, one change at a time. */
final class RunningChain implements Chain {

    private final Scope scope;
    private final Consumer<RunningChain> onDestroy;
    private final Row row;
    private final Planner planner;
    private final ChainAdapters adapters;
    private volatile boolean wanted;
    private volatile boolean destroyed;
    private volatile Optional<String> failed = Optional.empty();

    /** A chain that is stopped. */
    RunningChain(String name, Services services, List<Spec> specs, DrainLimits limits, Consumer<RunningChain> onDestroy) {
        this.scope = new Scope(name, services, limits, this::problem);
        this.onDestroy = onDestroy;
        this.row = new Row(scope);
        this.planner = new Planner(scope, row);
        this.adapters = new ChainAdapters(scope, row);
        specs.forEach(spec -> {
            int index = row.slots().size();
            row.insert(index, row.make(index, spec));
        });
    }

    @Override
    public String name() {
        return scope.name();
    }

    @Override
    public ChainState state() {
        if (failed.isPresent() || trouble().isPresent()) {
            return ChainState.FAILED;
        }
        if (!wanted) {
            return ChainState.STOPPED;
        }
        return row.slots().stream().allMatch(slot -> slot.current().isPresent()) ? ChainState.RUNNING : ChainState.WAITING;
    }

    private Optional<String> trouble() {
        return row.slots().stream().flatMap(slot -> slot.trouble().stream()).findFirst();
    }

    @Override
    public Optional<String> problem() {
        if (destroyed) {
            return Optional.of("The chain '" + name() + "' was destroyed.");
        }
        return failed.or(this::trouble).or(() -> state() == ChainState.WAITING
                ? row.slots().stream().flatMap(slot -> slot.missing().stream()).findFirst() : Optional.empty());
    }

    @Override
    public List<LinkInfo> links() {
        List<LinkInfo> infos = new ArrayList<>();
        row.slots().forEach(slot -> infos.add(slot.info(infos.size() + 1, "")));
        return infos;
    }

    @Override
    public List<LinkInfo> removed() {
        return row.removed().stream().map(slot -> slot.info(0, "", LinkInfo.REMOVED)).toList();
    }

    @Override
    public Port head() {
        return row.head();
    }

    @Override
    public void start() {
        scope.changes().run(() -> {
            checkExists();
            wanted = true;
            failed = Optional.empty();
            fillAll();
        });
    }

    private void checkExists() {
        if (destroyed) {
            throw new Failure(404, "The chain '" + name() + "' was destroyed.");
        }
    }

    // from the last to the first, so that a link finds its neighbour there and a server listens when all is ready
    private void fillAll() {
        List<Slot> empty = new ArrayList<>(row.slots().stream().filter(slot -> slot.current().isEmpty()).toList());
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
        scope.changes().runDown(() -> {
            wanted = false;
            failed = Optional.empty();
            takeDown("The chain '" + name() + "' is stopped.");
        });
    }

    private void takeDown(String why) {
        String ended = "the chain '" + name() + "' is stopped";
        row.slots().forEach(slot -> slot.sockets().closeAllBut(Set.of()));
        for (Slot slot : row.slots()) {
            slot.refuse(why);
            slot.respec(slot.spec());
            end(slot, ended);
        }
        row.removed().forEach(slot -> end(slot, ended));
    }

    // the nested links of an instance begin to end when it has stopped
    private void end(Slot slot, String why) {
        for (List<Draining> left = draining(slot); !left.isEmpty(); left = draining(slot)) {
            Draining.hurry(left, scope.services().limits().leave(), false, why);
        }
    }

    private static List<Draining> draining(Slot slot) {
        return slot.withNested().stream().flatMap(each -> each.draining().stream()).toList();
    }

    @Override
    public void destroy() {
        stop();
        destroyed = true;
        onDestroy.accept(this);
    }

    @Override
    public void swap(String link, String spec) {
        Spec parsed = Spec.parse(spec);
        scope.changes().run(() -> {
            checkExists();
            Slot slot = row.find(link);
            if (wanted && failed.isEmpty() && isUp()) {
                Swap.make(slot, parsed, ChangeKind.SWAP);
                row.tellThoseInFrontOf(slot);
            } else {
                respec(slot, parsed);
            }
        });
    }

    private boolean isUp() {
        return row.slots().stream().anyMatch(slot -> slot.current().isPresent());
    }

    /** A swap in a chain that does not run; one that waited for the adapter that was there before comes up. */
    private void respec(Slot slot, Spec other) {
        Spec before = slot.spec();
        slot.check(other);
        slot.respec(other);
        if (wanted && failed.isEmpty()) {
            try {
                fillAll();
            } catch (Failure failure) {
                slot.respec(before);
                failed = Optional.empty();
                row.slots().forEach(each -> each.vacate(each.change(ChangeKind.GAP)));
                throw failure;
            }
        }
    }

    @Override
    public void insert(int before, String spec) {
        Spec parsed = Spec.parse(spec);
        scope.changes().run(() -> {
            checkExists();
            row.checkPlace(before);
            Slot slot = row.make(before - 1, parsed);
            try {
                slot.check(parsed);
                if (wanted && failed.isEmpty() && isUp()) {
                    insertRunning(before - 1, slot, Swap.prepare(slot, parsed, ChangeKind.INSERT));
                } else {
                    row.insert(before - 1, slot);
                }
            } catch (Failure failure) {
                slot.detach();
                throw failure;
            }
        });
    }

    private void insertRunning(int index, Slot slot, Swap swap) {
        swap.switchOver();
        row.insert(index, slot);
        try {
            swap.activate();
        } catch (Failure failure) {
            takeOut(slot, slot.change(ChangeKind.REMOVE));
            throw failure;
        }
        row.tellThoseInFrontOf(slot);
    }

    @Override
    public void remove(int link) {
        scope.changes().run(() -> {
            checkExists();
            Slot slot = row.numbered(link);
            if (row.slots().size() == 1) {
                throw new Failure(409, "The chain '" + name() + "' has only this link: destroy the chain instead.");
            }
            History.Entry change = slot.change(ChangeKind.REMOVE);
            takeOut(slot, change);
            change.made(!slot.draining().isEmpty());
            row.tellThoseInFrontOf(slot, link - 1);
        });
    }

    private void takeOut(Slot slot, History.Entry change) {
        row.remove(slot);
        // what waited in it goes to the one behind it
        slot.leaveFor(slot.out()::send, change);
    }

    @Override
    public Plan planSwap(String link, String spec) {
        return planner.swap(row.find(link), Spec.parse(spec));
    }

    @Override
    public Plan planInsert(int before, String spec) {
        row.checkPlace(before);
        return planner.insert(before, Spec.parse(spec));
    }

    @Override
    public Plan planRemove(int link) {
        return planner.remove(row.numbered(link), row.slots().size());
    }

    @Override
    public List<Plan.Touched> linksOf(String adapter) {
        return planner.linksOf(adapter);
    }

    @Override
    public DrainLimits drainLimits() {
        return scope.drainLimits();
    }

    @Override
    public void setDrainLimits(DrainLimits limits) {
        scope.setDrainLimits(limits);
        row.all().forEach(slot -> slot.draining().forEach(Draining::schedule));
    }

    /** An adapter came, or a newer one of a name: links that wait for it, or have an older one, get it. */
    void adapterCame(String name) {
        scope.changes().run(() -> {
            if (wanted && !isUp() && row.slots().stream().noneMatch(Slot::waits)) {
                fillAll();
            } else if (wanted) {
                adapters.came(name);
            }
        });
    }

    /**
     * An adapter goes: its links are replaced by another of its name, or leave a gap. Other changes may not hold that up: a link that
     * takes longer than {@code patience} to come up is given up.
     *
     * @return what its links still carry
     */
    List<Draining> adapterGoes(AdapterSource source, Duration patience) {
        List<Draining> left = new ArrayList<>();
        long look = Math.max(1, patience.toNanos() / 10);
        Future<?> looks = scope.services().threads().timer().scheduleWithFixedDelay(() -> scope.steps().giveUp(patience), look, look,
                TimeUnit.NANOSECONDS);
        try {
            scope.changes().run(() -> left.addAll(adapters.goes(source)));
        } finally {
            looks.cancel(false);
        }
        return left;
    }

    /** Runs {@code change} alone: no other change is made meanwhile. */
    void change(Runnable change) {
        scope.changes().run(change);
    }

    ChainAdapters adapters() {
        return adapters;
    }
}
