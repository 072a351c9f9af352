package com.libswarm.runtime.internal.chain;

import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.Plan;
import com.libswarm.runtime.internal.spec.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A chain: its slots in a row, and what changes them, one change at a time. */
final class RunningChain implements Chain {

    private final Scope scope;
    private final Consumer<RunningChain> onDestroy;
    private final Row row;
    private final ChainLife life;
    private final LinkChanges links;
    private final Planner planner;
    private final ChainAdapters adapters;

    /** A chain that is stopped. */
    RunningChain(String name, Services services, List<Spec> specs, DrainLimits limits, Consumer<RunningChain> onDestroy) {
        this.scope = new Scope(name, services, limits, this::problem);
        this.onDestroy = onDestroy;
        this.row = new Row(scope);
        this.life = new ChainLife(scope, row);
        this.links = new LinkChanges(scope, row, life);
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
        return life.state();
    }

    @Override
    public Optional<String> problem() {
        return life.problem();
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
        scope.changes().run(life::start);
    }

    @Override
    public void stop() {
        scope.changes().runDown(life::stop);
    }

    @Override
    public void destroy() {
        stop();
        life.destroy();
        onDestroy.accept(this);
    }

    @Override
    public void swap(String link, String spec) {
        Spec parsed = Spec.parse(spec);
        scope.changes().run(() -> links.swap(link, parsed));
    }

    @Override
    public void insert(int before, String spec) {
        Spec parsed = Spec.parse(spec);
        scope.changes().run(() -> links.insert(before, parsed));
    }

    @Override
    public void remove(int link) {
        scope.changes().run(() -> links.remove(link));
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
            if (life.isWanted() && !life.isUp() && row.slots().stream().noneMatch(Slot::waits)) {
                life.fillAll();
            } else if (life.isWanted()) {
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
