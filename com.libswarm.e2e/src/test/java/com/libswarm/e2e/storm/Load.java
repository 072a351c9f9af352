package com.libswarm.e2e.storm;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Clients that ask without a pause in which nothing is asked, until it is closed. */
final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Tally tally = new Tally();
    private final Stamps stamps;
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread watch = new Thread(this::watch, "load-watch");
    private volatile Optional<Latencies> latencies = Optional.empty();

    /**
     * What one client asks, and where.
     *
     * @param chain the name of the chain that the endpoint leads to
     */
    record Target(String chain, Endpoint endpoint, Questions questions) {
    }

    /**
     * Starts it.
     *
     * @param stamps that may be in the chains
     * @param clients how many there are for each target
     * @param rate how many requests a second they send together, where the chains answer as fast
     */
    Load(List<Target> targets, Stamps stamps, int clients, int rate, Random random) {
        this.stamps = stamps;
        int all = targets.size() * clients;
        for (int i = 0; i < all; i++) {
            LoadClient client = new LoadClient(i, targets.get(i % targets.size()), this, (double) rate / all, new Random(random.nextLong()));
            this.clients.add(client);
            threads.add(new Thread(client, "load-" + i));
        }
        threads.forEach(Thread::start);
        watch.setDaemon(true);
        watch.start();
    }

    Tally tally() {
        return tally;
    }

    Stamps stamps() {
        return stamps;
    }

    /** How many requests are under way now. */
    int underWay() {
        return clients.stream().mapToInt(LoadClient::underWay).sum();
    }

    /** Answers that come from now on are measured by {@code into}. */
    void measure(Latencies into) {
        latencies = Optional.of(into);
    }

    void measureNot() {
        latencies = Optional.empty();
    }

    void took(long nanos) {
        latencies.ifPresent(into -> into.add(nanos));
    }

    /** Waits until so many answers more have come. */
    void awaitAnswers(int more) {
        long enough = tally.answers() + more;
        await(more + " answers more").atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> tally.answers() >= enough);
    }

    private void watch() {
        try {
            while (true) {
                clients.forEach(LoadClient::closeIfHung);
                Thread.sleep(1_000);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets each request that is under way have its answer, and ends. */
    @Override
    public void close() throws InterruptedException {
        clients.forEach(LoadClient::end);
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(3));
            if (thread.isAlive()) {
                throw new IllegalStateException(thread.getName() + " does not end");
            }
        }
        watch.interrupt();
    }
}
