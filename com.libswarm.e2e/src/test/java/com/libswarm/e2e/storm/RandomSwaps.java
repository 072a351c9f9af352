package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.e2e.harness.ShellSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Changes one chain, {@code dockerserver | ... | dockerclient}, at random: a link's arguments, its adapter, a link more, a link fewer. One thread
 * at a time.
 */
final class RandomSwaps {

    private static final int MOST = 5;
    private static final String STAMP = "stamp ";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String chain;
    private final List<String> servers;
    private final List<String> clients;
    private final List<String> middle = new ArrayList<>();
    private final Stamps stamps;
    private final Random random;
    private final Map<String, Integer> done = new TreeMap<>();

    /**
     * @param servers specs for its first link, which all listen where clients come
     * @param middle the specs of the links between
     * @param clients specs for its last link, which all ask the same engine
     */
    RandomSwaps(String chain, List<String> servers, List<String> middle, List<String> clients, Stamps stamps, Random random) {
        this.chain = chain;
        this.servers = servers;
        this.clients = clients;
        this.middle.addAll(middle);
        this.stamps = stamps;
        this.random = random;
    }

    /** The command that makes the chain. */
    String create() {
        var words = new StringBuilder("swarm:create " + chain + " '" + servers.get(0) + "'");
        middle.forEach(spec -> words.append(" '").append(spec).append('\''));
        return words + " '" + clients.get(0) + "'";
    }

    /** How many of each kind were made. */
    Map<String, Integer> done() {
        return done;
    }

    /** Makes one change, and waits until it is in effect. */
    void next(ShellSession shell) {
        int kind = random.nextInt(7);
        int link = random.nextInt(middle.size());
        if (kind == 0) {
            count("arguments of dockerserver");
            swap(shell, 1, any(servers));
        } else if (kind == 1) {
            count("arguments of dockerclient");
            swap(shell, middle.size() + 2, any(clients));
        } else if (kind <= 3) {
            boolean other = random.nextBoolean();
            count(other ? "another adapter" : "arguments");
            replace(shell, link, other ? another(middle.get(link)) : alike(middle.get(link)));
        } else if (middle.size() < MOST && (random.nextBoolean() || middle.size() == 1)) {
            count("a link more");
            insert(shell, random.nextInt(middle.size() + 1), spec());
        } else if (middle.size() > 1) {
            count("a link fewer");
            remove(shell, link);
        }
    }

    private void count(String kind) {
        done.merge(kind, 1, Integer::sum);
    }

    private String any(List<String> specs) {
        return specs.get(random.nextInt(specs.size()));
    }

    private String spec() {
        return spec(List.of("wire", "debug", "debug", "debug", "debug", "stamp", "stamp", "stamp", "stamp"));
    }

    private String spec(List<String> adapters) {
        switch (any(adapters)) {
            case "wire":
                return "wire " + random.nextInt(1000);
            case "stamp":
                return STAMP + stamps.create(chain);
            default:
                return "debug";
        }
    }

    private String alike(String spec) {
        return spec(List.of(adapter(spec)));
    }

    private String another(String spec) {
        return spec(Stream.of("wire", "debug", "stamp").filter(adapter -> !adapter.equals(adapter(spec))).toList());
    }

    private static String adapter(String spec) {
        return spec.split(" ")[0];
    }

    /** Gives whether it was made. On a machine that is very busy a link may not start within its limit: then nothing is changed. */
    private boolean run(ShellSession shell, String command) {
        String printed = shell.run(command);
        if (printed.contains("and was given up")) {
            count("given up");
            return false;
        }
        assertThat(printed).as(command).isEmpty();
        return true;
    }

    private boolean swap(ShellSession shell, int link, String spec) {
        return run(shell, "swarm:swap " + chain + " " + link + " '" + spec + "'");
    }

    private void replace(ShellSession shell, int index, String spec) {
        String old = middle.get(index);
        goes(old);
        if (swap(shell, index + 2, spec)) {
            middle.set(index, spec);
            isOut(old);
            isIn(spec);
        }
    }

    private void insert(ShellSession shell, int index, String spec) {
        if (run(shell, "swarm:insert " + chain + " " + (index + 2) + " '" + spec + "'")) {
            middle.add(index, spec);
            isIn(spec);
        }
    }

    private void remove(ShellSession shell, int index) {
        String old = middle.remove(index);
        goes(old);
        run(shell, "swarm:remove " + chain + " " + (index + 2));
        isOut(old);
    }

    private void goes(String spec) {
        if (spec.startsWith(STAMP)) {
            stamps.goes(number(spec));
        }
    }

    private void isOut(String spec) {
        if (spec.startsWith(STAMP)) {
            stamps.isOut(number(spec));
        }
    }

    /** A stamp is there when an answer bears it: so the chain's generations advance before the answers' eyes. */
    private void isIn(String spec) {
        if (spec.startsWith(STAMP)) {
            int number = number(spec);
            stamps.isIn(number);
            await("an answer through " + spec + " of " + chain).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(PATIENCE)
                    .until(() -> stamps.isSeen(number));
        }
    }

    private static int number(String spec) {
        return Integer.parseInt(spec.substring(STAMP.length()));
    }
}
