package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.Member.Phase;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The hosts of one link: finds those that are there, orders what is missing, and opens the waiting room when one is ready. At most one
 * attempt to get a host is made at a time. Thread-safe; nobody is called while its lock is held.
 */
final class HostPool {

    /** After a failure the next attempt is made for the first request that comes after this time. */
    private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final long DOUBT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Parts parts;
    private final WaitingRoom room;
    private final Construction construction;
    private final Members members;
    private final Inventory inventory;

    // guarded by this
    private boolean attempting;
    private boolean acts;
    private boolean drains;
    private Optional<Failure> trouble = Optional.empty();
    private long retryAt;
    private long doubtAt = System.nanoTime();

    HostPool(Parts parts, WaitingRoom room) {
        this.parts = parts;
        this.room = room;
        this.members = new Members(parts.options().names(), parts.options().most());
        this.inventory = new Inventory(parts, members);
        this.construction = new Construction(parts, this::goesOn);
        parts.kept().ready().entrySet().stream().limit(parts.options().most()).forEach(host -> {
            if (parts.engines().takeOver(host.getKey(), parts.options().reach().spec(host.getKey(), host.getValue()))) {
                members.takeOver(host.getKey(), host.getValue());
                room.open(parts.engines());
            }
        });
    }

    Members members() {
        return members;
    }

    Inventory inventory() {
        return inventory;
    }

    /** From now on this link acts: what is missing is ordered. */
    void activate() {
        synchronized (this) {
            acts = true;
        }
        attempt(parts.options().least());
    }

    /**
     * From now on its successor acts. What waits here is carried on: hosts are waited for, but none is ordered.
     *
     * @return completed when the cloud has taken an order that is on its way, so that it is known what became of it
     */
    CompletionStage<?> drain() {
        synchronized (this) {
            acts = false;
            drains = true;
        }
        return parts.work().repeat(() -> LOOK_AGAIN, () -> CompletableFuture.completedFuture(construction.isOrdering() ? Optional.empty() : Optional.of(true)));
    }

    private boolean goesOn() {
        synchronized (this) {
            if (!drains) {
                return true;
            }
        }
        return room.size() > 0;
    }

    synchronized boolean acts() {
        return acts;
    }

    /** Somebody waits for a host. */
    void wanted() {
        Optional<Failure> fresh;
        synchronized (this) {
            fresh = trouble.filter(why -> !attempting && System.nanoTime() - retryAt < 0);
        }
        if (fresh.isPresent()) {
            refuseAll(fresh.get());
        } else {
            attempt(Math.max(1, parts.options().least()));
        }
    }

    /** Finds or makes so many hosts, unless somebody is at it. */
    private void attempt(int wanted) {
        synchronized (this) {
            if (attempting || !acts && !drains) {
                return;
            }
            attempting = true;
        }
        find().whenComplete((found, thrown) -> {
            if (thrown != null) {
                warn(Failure.of(thrown));
            }
        }).thenCompose(found -> complete(found, wanted)).whenComplete((done, thrown) -> {
            Optional<Failure> why = Optional.ofNullable(thrown).map(Failure::of);
            synchronized (this) {
                attempting = false;
                trouble = why;
                retryAt = System.nanoTime() + RETRY_NANOS;
            }
            why.ifPresent(this::refuseAll);
            if (room.size() > 0 && !room.isOpen()) {
                // came while nobody was wanted
                wanted();
            }
        });
    }

    /** A cloud's 404 is not that of the container that was asked for: whoever asked is told that there is nobody behind. */
    private void refuseAll(Failure why) {
        room.refuseAll(new Failure(502, why.getMessage()));
    }

    private void warn(Failure failure) {
        if (goesOn()) {
            parts.context().log().log(Level.WARNING, failure.getMessage());
        }
    }

    /** Our hosts that the cloud knows of. While one is ordered, by whatever instance of this link, or leaves, that is waited for. */
    private CompletableFuture<List<Host>> find() {
        return parts.work().repeat(() -> LOOK_AGAIN, () -> {
            if (parts.kept().beingOrdered().isPresent() || members.isAnyLeaving()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            // while the successor acts, what waits here waits for a host of its making
            return parts.work().run(inventory::list).thenApply(hosts -> hosts.isEmpty() && !acts() && room.size() > 0 ? Optional.empty() : Optional.of(hosts));
        });
    }

    /** Done when one of them is ready; fails when none will be. */
    private CompletableFuture<Void> complete(List<Host> found, int wanted) {
        forgetOthers(found);
        var all = new ArrayList<CompletableFuture<Void>>();
        found.stream().limit(parts.options().most()).forEach(host -> all.add(adopt(host)));
        for (int i = found.size(); i < wanted && acts(); i++) {
            all.add(order(members.add(Optional.empty(), List.of())).thenCompose(this::ready));
        }
        return Work.firstOf(all);
    }

    /** Those that are not in the cloud any more. */
    private void forgetOthers(List<Host> found) {
        if (!acts()) {
            return;
        }
        Set<String> there = found.stream().map(Host::name).collect(Collectors.toSet());
        for (Member member : members.all()) {
            if (!there.contains(member.name()) && !member.is(Phase.ORDERED)) {
                if (member.is(Phase.READY)) {
                    parts.context().log().log(Level.WARNING, "The host " + member.name() + " is not there any more.");
                }
                forget(member);
                member.id().ifPresent(id -> parts.work().run(() -> inventory.forgetKeyIfGone(member.name(), id)));
            }
        }
    }

    /** Takes it out of use; done when what reaches it has ended. */
    CompletableFuture<Void> forget(Member member) {
        leave(member);
        members.remove(member);
        return parts.engines().remove(member.name());
    }

    /** Nothing more goes to it, if it is the only one. */
    void leave(Member member) {
        parts.kept().gone(member.name());
        member.phase(Phase.LEAVING, "");
        closeIfNoneIsReady();
    }

    /** It is used after all. */
    void stay(Member member) {
        member.host().map(Location::of).ifPresent(place -> parts.kept().ready(member.name(), place));
        member.phase(Phase.READY, "");
        room.open(parts.engines());
    }

    private void closeIfNoneIsReady() {
        if (members.ready().isEmpty()) {
            room.close();
        }
    }

    private CompletableFuture<Void> adopt(Host host) {
        Member member = members.of(host, Optional.ofNullable(parts.kept().ready().get(host.name())));
        if (member.is(Phase.READY)) {
            room.open(parts.engines());
            return CompletableFuture.completedFuture(null);
        }
        return ready(member);
    }

    private CompletableFuture<Member> order(Member member) {
        return construction.order(member).handle((host, thrown) -> {
            if (thrown != null) {
                members.remove(member);
                warn(Failure.of(thrown));
                throw Failure.of(thrown);
            }
            return member;
        });
    }

    /** Done when its engine answers; when it fails, nothing that reaches it goes on trying. */
    private CompletableFuture<Void> ready(Member member) {
        var mine = new CompletableFuture<Void>();
        CompletableFuture<Void> first = member.readiness(mine);
        if (first == mine) {
            construction.finish(member).whenComplete((done, thrown) -> {
                if (thrown == null) {
                    room.open(parts.engines());
                    mine.complete(null);
                } else {
                    failed(member, Failure.of(thrown), mine);
                }
            });
        }
        return first;
    }

    private void failed(Member member, Failure why, CompletableFuture<Void> result) {
        if (!member.is(Phase.LEAVING)) {
            warn(why);
        }
        member.phase(Phase.FAILED, why.getMessage());
        parts.kept().gone(member.name());
        closeIfNoneIsReady();
        parts.engines().remove(member.name()).whenComplete((gone, unknown) -> result.completeExceptionally(why));
    }

    /**
     * Orders one more.
     *
     * @param name its name, or nothing for the first that is free
     * @return done when the cloud has taken the order; the host is made ready after that
     */
    CompletableFuture<More> more(Optional<String> name) {
        return parts.work().run(inventory::list).thenCompose(hosts -> order(members.add(name, hosts.stream().map(Host::name).toList())))
                .thenApply(member -> new More(member, ready(member)));
    }

    /** A host that was ordered, and when it will be ready. */
    record More(Member member, CompletableFuture<Void> ready) {
    }

    /** Somebody in front of an engine has answered for it: are the hosts still there? */
    void doubt() {
        synchronized (this) {
            if (!acts || attempting || System.nanoTime() - doubtAt < 0) {
                return;
            }
            doubtAt = System.nanoTime() + DOUBT_NANOS;
        }
        parts.work().run(inventory::list).thenAccept(this::forgetOthers).exceptionally(unknown -> null);
    }

    /** Why there was no host the last time that one was wanted. */
    Optional<String> trouble() {
        synchronized (this) {
            return trouble.map(Failure::getMessage);
        }
    }
}
