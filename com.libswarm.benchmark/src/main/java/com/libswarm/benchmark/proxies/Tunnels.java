package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the tunnel of an {@code ssh} link beside OpenSSH's own forwarding, and docker commands through a chain beside docker's own
 * {@code ssh://}, with a real sshd and a real engine. Each way has its turn in each round.
 */
public final class Tunnels {

    private static final int PINGS = 2_000;
    private static final int ROUNDS = 5;
    private static final int COMMANDS = 9;
    private static final long WARM_UP_SECONDS = 8;
    private static final Pattern LOCAL_END = Pattern.compile("unix://(/\\S*swarmd-ssh-\\S*\\.sock)");

    private final Programs programs;
    private final Path distribution;
    private final Path sshd;
    private final PrintStream out = System.out;

    private Tunnels(Programs programs, Path distribution, Path sshd) {
        this.programs = programs;
        this.distribution = distribution;
        this.sshd = sshd;
    }

    /** @param args the distribution's folder, the script that starts engines, the one that starts sshd */
    public static void main(String[] args) throws Exception {
        Path work = Files.createTempDirectory(Path.of("/tmp"), "swt");
        try (var programs = new Programs(work); var engine = new RealEngine(Path.of(args[1]), work.resolve("e"))) {
            engine.start();
            var tunnels = new Tunnels(programs, Path.of(args[0]).toAbsolutePath(), Path.of(args[2]));
            try {
                tunnels.run(work, work.resolve("e/e1/docker.sock"));
            } finally {
                Programs.run(args[2], "stop", work.resolve("s").toString());
            }
        } finally {
            Programs.delete(work);
        }
    }

    private void run(Path work, Path engine) throws Exception {
        int port = Programs.freePort();
        Path login = work.resolve("s");
        Programs.run("env", "SSHD_OPTIONS=SetEnv DOCKER_HOST=unix://" + engine, sshd.toString(), "start", login.toString(), String.valueOf(port));
        String user = System.getProperty("user.name");
        Path config = Files.writeString(work.resolve("config"), "Host *\n  Port " + port + "\n  User " + user + "\n  IdentityFile " + login.resolve("id_ed25519")
                + "\n  UserKnownHostsFile " + login.resolve("known_hosts") + "\n");
        // docker has no way to name ssh's configuration
        Path ssh = Files.createDirectories(work.resolve("bin")).resolve("ssh");
        Files.writeString(ssh, "#!/bin/sh\nexec /usr/bin/ssh -F " + config + " \"$@\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));

        Map<String, Path> ways = new LinkedHashMap<>();
        ways.put("the engine itself", engine);
        ways.put("`ssh -L`", openSsh(work, config, engine));
        Path chain = swarmd(work, "ours", "ssh " + user + "@127.0.0.1:" + port + " --config none --key " + login.resolve("id_ed25519") + " --known-hosts "
                + login.resolve("known_hosts") + " --socket " + engine);
        ways.put("the tunnel of `ssh`", localEnd(work));
        ways.put("`dockerserver`, `dockerclient` of `ssh -L`", swarmd(work, "theirs", "dockerclient unix://" + ways.get("`ssh -L`")));
        ways.put("`dockerserver`, `ssh`", chain);
        for (Path way : ways.values()) {
            warmUp(way);
        }
        latency(ways);
        throughput(ways);
        commands(work, chain);
    }

    private static void warmUp(Path way) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
        try (var client = new SocketClient(way)) {
            while (System.nanoTime() < end) {
                client.ping();
            }
        }
        try (var client = new SocketClient(way)) {
            client.receive("/images/large/get");
        }
    }

    private Path openSsh(Path work, Path config, Path engine) throws IOException, InterruptedException {
        Path local = work.resolve("openssh.sock");
        programs.startAt(local, "ssh", "-F", config.toString(), "-N", "-L", local + ":" + engine, "127.0.0.1");
        return local;
    }

    private Path swarmd(Path work, String name, String last) throws IOException, InterruptedException {
        Path socket = work.resolve(name + ".sock");
        programs.startAt(socket, distribution.resolve("bin/swarmd").toString(), "--home", work.resolve(name).toString(), "dockerserver unix://" + socket, last);
        return socket;
    }

    /** The socket at which the link's own tunnel begins, so that it can be measured without the chain. */
    private Path localEnd(Path work) throws IOException, InterruptedException {
        Matcher found = LOCAL_END.matcher(Programs.run(distribution.resolve("bin/swarmd").toString(), "--home", work.resolve("ours").toString(), "sh",
                "swarm:show main"));
        if (!found.find()) {
            throw new IllegalStateException("swarm:show names no local end.");
        }
        return Path.of(found.group(1));
    }

    private void latency(Map<String, Path> ways) throws IOException {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Path> way : ways.entrySet()) {
                try (var client = new SocketClient(way.getValue())) {
                    for (int i = 0; i < PINGS; i++) {
                        all.computeIfAbsent(way.getKey(), none -> new ArrayList<>()).add(client.ping());
                    }
                }
            }
        }
        out.println("| `GET /_ping` on a connection that is kept | median | 99th percentile |\n|---|---|---|");
        all.forEach((way, times) -> {
            double[] sorted = times.stream().mapToDouble(time -> time).sorted().toArray();
            out.printf("| %s | %.0f us | %.0f us |%n", way, sorted[sorted.length / 2], sorted[sorted.length * 99 / 100]);
        });
    }

    private void throughput(Map<String, Path> ways) throws IOException {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Path> way : ways.entrySet()) {
                try (var client = new SocketClient(way.getValue())) {
                    all.computeIfAbsent(way.getKey(), none -> new ArrayList<>()).add(client.receive("/images/large/get"));
                }
            }
        }
        out.println("\n| `GET /images/NAME/get` (`docker save`) | MB/s |\n|---|---|");
        all.forEach((way, rates) -> out.printf("| %s | %.0f |%n", way, Medians.of(rates.stream().mapToDouble(rate -> rate))));
    }

    private void commands(Path work, Path chain) throws IOException, InterruptedException {
        Map<String, String> hosts = new LinkedHashMap<>();
        hosts.put("`docker -H ssh://`", "ssh://127.0.0.1");
        hosts.put("`docker` through `dockerserver`, `ssh`", "unix://" + chain);
        Map<String, List<Double>> all = new LinkedHashMap<>();
        for (int round = 0; round <= COMMANDS; round++) {
            for (Map.Entry<String, String> host : hosts.entrySet()) {
                long start = System.nanoTime();
                Programs.run("env", "PATH=" + work.resolve("bin") + ":" + System.getenv("PATH"), "DOCKER_CONFIG=" + work.resolve("none"), "docker",
                        "-H", host.getValue(), "ps", "-q");
                // the first round fills the caches
                if (round > 0) {
                    all.computeIfAbsent(host.getKey(), none -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        out.println("\n| `docker ps -q` | median |\n|---|---|");
        all.forEach((host, times) -> out.printf("| %s | %.0f ms |%n", host, Medians.of(times.stream().mapToDouble(time -> time))));
    }
}
