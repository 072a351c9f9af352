package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures a chain {@code dockerserver | dockerclient} beside HAProxy, nginx and socat, in rounds in which each has its turn, so that
 * all meet the same noise, and prints tables of medians. The upstream is a stand-in with fixed answers, then a real engine.
 */
public final class Proxies {

    private static final Map<String, String> PACKAGES = new TreeMap<>(Map.of("wrk", "wrk", "haproxy", "haproxy", "nginx", "nginx-core",
            "socat", "socat"));
    private static final Map<String, String> ENGINE_PACKAGES = new TreeMap<>(Map.of("dockerd", "docker.io", "busybox", "busybox-static",
            "iptables", "iptables", "ip", "iproute2", "curl", "curl"));

    private static final List<Integer> ENGINE_CONNECTIONS = List.of(1, 16);
    private static final String LIST = "/containers/json?all=1";
    private static final long HIJACKED_BYTES = 1L << 30;
    private static final long ENGINE_BYTES = 256L << 20;

    private final Path distribution;
    private final Path engines;
    private final boolean quick;
    private final PrintStream out = System.out;

    private Proxies(Path distribution, Path engines, boolean quick) {
        this.distribution = distribution;
        this.engines = engines;
        this.quick = quick;
    }

    /** @param args the distribution's folder, the script that starts engines, {@code --short} for a quick look without a real engine */
    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--short");
        List<String> missing = missing(PACKAGES);
        missing.addAll(quick ? List.of() : missing(ENGINE_PACKAGES));
        if (!missing.isEmpty()) {
            System.err.println("proxies: programs are missing (Debian: apt-get install " + String.join(" ", missing) + ")");
            System.exit(1);
        }
        new Proxies(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), quick).run();
    }

    private static List<String> missing(Map<String, String> packages) {
        List<String> folders = List.of((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin").split(":"));
        return packages.keySet().stream().filter(command -> folders.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, command))))
                .map(packages::get).collect(Collectors.toCollection(ArrayList::new));
    }

    private void run() throws Exception {
        // an engine makes unix sockets in it, whose paths must be short
        Path work = Files.createTempDirectory(Path.of("/tmp"), "swp");
        // nginx reads it as another user
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var programs = new Programs(work)) {
            Path report = programs.write("report.lua", "report.lua", Map.of());
            standIn(programs, report);
            streamPeer(programs);
            if (!quick) {
                realEngine(programs, report);
            }
        } finally {
            Programs.delete(work);
        }
    }

    private void standIn(Programs programs, Path report) throws IOException, InterruptedException {
        StandIn upstream = StandIn.start(programs);
        List<Contestant> ways = Contestant.start(programs, distribution, upstream.port(), upstream.process().toHandle());
        Requests requests = new Requests(out, report, quick ? 1 : 2, quick);
        requests.warmUp(ways, "/_ping", Requests.CONNECTIONS);
        Requests.header(out);
        requests.rows("stand-in, `/_ping`", ways, "/_ping", Requests.CONNECTIONS);
        requests.warmUp(ways, "/containers/json", Requests.CONNECTIONS);
        requests.rows("stand-in, list of 50", ways, "/containers/json", Requests.CONNECTIONS);
        out.println();
        Streams.header(out, ways);
        new Streams(out, quick).row("stand-in, `GET /images/NAME/get`", ways,
                port -> StreamClient.receive(port, Streams.get("/images/large/get"), Long.MAX_VALUE));
        stop(programs, ways);
    }

    private void streamPeer(Programs programs) throws IOException, InterruptedException {
        try (StreamPeer peer = new StreamPeer()) {
            List<Contestant> ways = Contestant.start(programs, distribution, peer.port(), ProcessHandle.current());
            Streams streams = new Streams(out, quick);
            streams.row("stand-in, attach, output", ways, port -> StreamClient.receive(port, Streams.attach("down=" + HIJACKED_BYTES), Long.MAX_VALUE));
            streams.row("stand-in, attach, input", ways, port -> StreamClient.send(port, Streams.attach("up=" + HIJACKED_BYTES), HIJACKED_BYTES));
            stop(programs, ways);
            out.println("\n| idle streams | memory before | memory added | threads added |\n|---|---|---|---|");
            Contestant fresh = Contestant.swarmd(programs, distribution, peer.port());
            out.println(IdleStreams.rows(fresh));
            programs.stop(fresh.process());
        }
    }

    private void realEngine(Programs programs, Path report) throws IOException, InterruptedException {
        try (RealEngine engine = new RealEngine(engines, programs.work().resolve("e"))) {
            engine.start();
            List<Contestant> ways = Contestant.start(programs, distribution, engine.port(), engine.process());
            Requests requests = new Requests(out, report, 2, false);
            requests.warmUp(ways, "/_ping", Requests.CONNECTIONS);
            out.println();
            Requests.header(out);
            requests.rows("engine, `/_ping`", ways, "/_ping", Requests.CONNECTIONS);
            // an engine takes milliseconds of processor time for it: more connections would only wait for each other
            requests.warmUp(ways, LIST, ENGINE_CONNECTIONS);
            requests.rows("engine, list of 50", ways, LIST, ENGINE_CONNECTIONS);
            out.println();
            Streams.header(out, ways);
            Streams streams = new Streams(out, false);
            streams.row("engine, `GET /images/NAME/get`", ways, port -> StreamClient.receive(port, Streams.get("/images/large/get"), Long.MAX_VALUE));
            streams.row("engine, exec, output", ways, port -> StreamClient.receive(port,
                    RealEngine.startExec(engine.exec("dd if=/dev/zero bs=64k count=" + (ENGINE_BYTES >> 16))), Long.MAX_VALUE));
            stop(programs, ways);
        }
    }

    private static void stop(Programs programs, List<Contestant> ways) throws InterruptedException {
        // the first is the upstream itself
        for (Contestant way : ways.subList(1, ways.size())) {
            programs.stop(way.process());
        }
    }
}
