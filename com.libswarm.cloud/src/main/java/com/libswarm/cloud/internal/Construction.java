package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.http.Answer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Makes a host ready: orders it, waits until the cloud has built it, reaches it, and waits until its engine answers. */
final class Construction {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    /** What a new host may take, once it runs, until it knows the key that it is to let in. */
    private static final Duration NEW = Duration.ofSeconds(30);
    private static final int ORDER_TRIES = 3;
    private static final Duration ORDER_PAUSE = Duration.ofSeconds(1);

    private final Parts parts;
    private final BooleanSupplier goesOn;
    private final AtomicInteger orders = new AtomicInteger();

    /** @param goesOn whether anybody still wants a host to become ready here */
    Construction(Parts parts, BooleanSupplier goesOn) {
        this.parts = parts;
        this.goesOn = goesOn;
    }

    /** Orders a host; done when the cloud has taken the order. Noted where a successor of this link sees it, who then looks for the host. */
    CompletableFuture<Host> order(Member member) {
        parts.kept().ordering(member.name());
        orders.incrementAndGet();
        parts.context().log().log(Level.INFO, "A host " + member.name() + " is ordered in " + parts.provider().region() + ".");
        return parts.work().run(() -> order(member.name())).whenComplete((host, thrown) -> {
            parts.kept().ordered(member.name());
            orders.decrementAndGet();
            if (host != null) {
                member.known(host);
            }
        });
    }

    /** Whether an order is on its way to the cloud. */
    boolean isOrdering() {
        return orders.get() > 0;
    }

    /** When nobody knows what became of an order, the host is looked for, and ordered again only if it is not there. */
    private Host order(String name) throws InterruptedException {
        for (int tried = 1;; tried++) {
            try {
                return parts.provider().create(name, Map.of("com.libswarm", parts.options().names().first()));
            } catch (Failure failure) {
                if (failure.status() < 500) {
                    throw failure;
                }
                Thread.sleep(ORDER_PAUSE.toMillis());
                List<Host> found = parts.provider().list(name).stream()
                        .filter(host -> host.name().equals(name) && host.status() != Host.Status.DELETED).toList();
                if (!found.isEmpty()) {
                    return found.get(0);
                }
                if (tried == ORDER_TRIES) {
                    throw failure;
                }
            }
        }
    }

    /** Waits for a host that the cloud knows of; done when its engine answers. */
    CompletableFuture<Void> finish(Member member) {
        return built(member).thenCompose(host -> {
            member.phase(Member.Phase.STARTING, "");
            member.runs();
            var key = new FirstKey(parts, member);
            return key.isFirst() ? unseen(member, key) : reach(member).thenCompose(none -> answering(member));
        }).thenRun(() -> {
            parts.kept().ready(member.name(), member.location());
            member.phase(Member.Phase.READY, "");
            parts.context().log().log(Level.INFO, "The host " + member.sentence() + ", after " + member.age().toSeconds() + " s.");
        });
    }

    /** Nothing is created on it until it is known that it is who it should be. */
    private CompletableFuture<Void> unseen(Member member, FirstKey key) {
        Engines engines = parts.engines();
        return reach(member).thenCompose(none -> engines.takeNew(member.name(), false)).thenCompose(none -> answering(member))
                .thenCompose(none -> key.check(this::checkGoesOn)).thenCompose(none -> engines.takeNew(member.name(), true));
    }

    private CompletableFuture<Host> built(Member member) {
        Host known = member.host().orElseThrow();
        member.phase(Member.Phase.BUILDING, "");
        return parts.work().repeat(() -> pause(member), () -> parts.work().run(() -> parts.provider().get(known.id())).handle((host, thrown) -> {
            checkGoesOn();
            if (thrown != null) {
                Failure failure = Failure.of(thrown);
                if (failure.status() < 500) {
                    throw failure.status() == 404 ? new Failure(503, "The host " + member.name() + " is gone: somebody has deleted it.") : failure;
                }
                member.phase(Member.Phase.BUILDING, failure.getMessage());
            } else {
                member.known(host);
                if (isBuilt(host)) {
                    return Optional.of(host);
                }
            }
            tell(member, "the cloud has not built it: " + known.status().word() + ".");
            return Optional.<Host>empty();
        }));
    }

    private static boolean isBuilt(Host host) {
        switch (host.status()) {
            case ACTIVE:
                return !host.address().isEmpty();
            case BUILDING:
                return false;
            case ERROR:
                throw new Failure(503, "The host " + host.name() + " is in error: " + (host.fault().isEmpty() ? "the cloud does not say why." : Answer.sentence(host.fault()))
                        + " Delete it (swarm:hosts CHAIN delete " + host.name() + "); the next request builds another.");
            case STOPPED:
                throw new Failure(503, "The host " + host.name() + " does not run: start it in the cloud, or delete it"
                        + " (swarm:hosts CHAIN delete " + host.name() + ").");
            default:
                throw new Failure(503, "The host " + host.name() + " is being deleted.");
        }
    }

    /** Short at first, for a cloud may be quick; then it is not bothered. */
    private static Duration pause(Member member) {
        return Duration.ofMillis(Math.min(5_000, 500 + member.age().toMillis() / 10));
    }

    /** One that was ready at the same place has what reaches it already, unless that did not survive. */
    private CompletableFuture<Void> reach(Member member) {
        String spec = parts.options().reach().spec(member.name(), member.location());
        CompletableFuture<Boolean> there = member.location().equals(parts.kept().ready().get(member.name()))
                ? parts.engines().probe(member.name()).thenApply(Optional::isEmpty) : CompletableFuture.completedFuture(false);
        return there.thenCompose(isThere -> isThere ? CompletableFuture.completedFuture(null) : parts.engines().add(member.name(), spec));
    }

    private CompletableFuture<Void> answering(Member member) {
        return parts.work().<Boolean>repeat(() -> pause(member), () -> parts.engines().probe(member.name()).thenApply(unreached -> {
            checkGoesOn();
            if (unreached.isEmpty()) {
                return Optional.of(true);
            }
            Engines.Unreached why = unreached.get();
            member.phase(Member.Phase.STARTING, why.sentence());
            if (why.hope() == Engines.Hope.NONE || why.hope() == Engines.Hope.ON_A_NEW_HOST && !member.isNew(NEW)) {
                throw new Failure(503, "The host " + member.name() + " (" + member.address() + ") runs, but cannot be used: " + why.sentence());
            }
            tell(member, "its engine does not answer: " + why.sentence());
            return Optional.empty();
        })).thenAccept(yes -> { });
    }

    private void checkGoesOn() {
        if (!goesOn.getAsBoolean()) {
            throw new Failure(503, "The link was replaced; its successor goes on.");
        }
    }

    /** Says now and then how far it is; gives up after the limit. */
    private void tell(Member member, String otherwise) {
        if (member.age().compareTo(parts.options().buildLimit()) > 0) {
            throw new Failure(503, "The host " + member.name() + (member.address().isEmpty() ? "" : " (" + member.address() + ")") + " is not ready after "
                    + parts.options().buildLimit().toSeconds() + " s (--build-timeout): " + otherwise
                    + " It is left as it is; the next request waits for it again.");
        }
        if (member.isToBeTold(SILENCE)) {
            parts.context().log().log(Level.INFO, "The host " + member.sentence());
        }
    }
}
