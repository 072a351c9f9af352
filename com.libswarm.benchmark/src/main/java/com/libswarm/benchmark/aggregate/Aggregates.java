package com.libswarm.benchmark.aggregate;

import com.libswarm.benchmark.proxies.Contestant;
import com.libswarm.benchmark.proxies.Load;
import com.libswarm.benchmark.proxies.Programs;
import com.libswarm.benchmark.proxies.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Measures {@code dockerserver | aggregate} with stand-ins for 2, 10, 100 and 1,000 engines, and prints a table: how long {@code docker ps -a}, an
 * inspect and a create take, and how much memory swarmd has.
 */
public final class Aggregates {

    private static final List<Integer> NODES = List.of(2, 10, 100, 1_000);
    private static final List<Integer> CONTAINERS = List.of(50, 100);
    private static final String LIST = "/v1.41/containers/json?all=1";
    private static final int CREATES = 200;
    private static final long LIMIT_SECONDS = 120;

    private final Path distribution;
    private final Path classes;
    private final int seconds;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Aggregates(Path distribution, Path classes, int seconds) {
        this.distribution = distribution;
        this.classes = classes;
        this.seconds = seconds;
    }

    /** @param args the distribution's folder, the folder of these classes, {@code --short} for fewer rows and seconds, numbers of nodes */
    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--short");
        List<Integer> nodes = Arrays.stream(args).skip(2).filter(arg -> arg.matches("[0-9]+")).map(Integer::valueOf).toList();
        Path work = Files.createTempDirectory("swarmd-aggregate");
        var aggregates = new Aggregates(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), quick ? 3 : 10);
        System.out.println("| nodes x containers | answer | listed after | `ps -a` p50 | p99 | CPU | 16 at once | inspect p50 | p99 | create p50 | p99 | resident | threads | lists a node |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (int containers : quick ? CONTAINERS.subList(0, 1) : CONTAINERS) {
            for (int count : nodes.isEmpty() ? NODES : nodes) {
                aggregates.row(work, count, containers);
            }
        }
    }

    private void row(Path work, int nodes, int containers) throws Exception {
        try (var programs = new Programs(work)) {
            Path report = programs.write("report.lua", "report.lua", Map.of());
            int control = Programs.freePort();
            programs.start(control, "java", "-Xss256k", "-Dsun.net.httpserver.nodelay=true", "-cp", classes.toString(), StandInEngines.class.getName(), Integer.toString(control),
                    Integer.toString(nodes), Integer.toString(containers));
            String[] ports = get(control, "/ports").split(" ");
            var specs = new StringBuilder("aggregate");
            for (int i = 0; i < ports.length; i++) {
                specs.append(" 'n").append(i).append("=dockerclient tcp://127.0.0.1:").append(ports[i]).append('\'');
            }
            int port = Programs.freePort();
            long begun = System.nanoTime();
            var swarmd = new Contestant("swarmd", port, programs.start(port, distribution.resolve("bin/swarmd").toString(), "--home",
                    work.resolve("home-" + port).toString(), "dockerserver tcp://127.0.0.1:" + port, specs.toString()).toHandle());
            int bytes = listed(port, nodes * containers);
            double listedAfter = (System.nanoTime() - begun) / 1e9;
            // what the compiler has not compiled yet would be measured otherwise
            Load.measure(swarmd, LIST, 2, seconds, report);
            Load list = Load.measure(swarmd, LIST, 1, seconds, report);
            Load many = Load.measure(swarmd, LIST, 16, seconds, report);
            String one = "/v1.41/containers/c" + nodes / 2 + "x7/json";
            Load.measure(swarmd, one, 1, 2, report);
            Load inspect = Load.measure(swarmd, one, 1, seconds, report);
            double[] create = creates(port);
            Map<String, Long> counts = Arrays.stream(get(control, "/counts").split(" ")).map(count -> count.split("="))
                    .collect(Collectors.toMap(count -> count[0], count -> Long.parseLong(count[1])));
            System.out.printf(Locale.ROOT, "| %d x %d | %.1f MB | %.1f s | %s | %s | %s | %.0f/s | %s | %s | %s | %s | **%.0f MB** | %d | %.1f |%n", nodes, containers, bytes / 1e6,
                    listedAfter, millis(list.p50()), millis(list.p99()), millis(list.cpu()), many.perSecond(), millis(inspect.p50()), millis(inspect.p99()),
                    millis(create[CREATES / 2]), millis(create[CREATES * 99 / 100]), Usage.residentMegabytes(swarmd.process().pid()),
                    Usage.threads(swarmd.process().pid()), counts.get("list") / (double) nodes);
        }
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / 1_000);
    }

    /** Waits until the list has all containers; the size of the answer. */
    private int listed(int port, int containers) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            String list = get(port, LIST);
            if (list.split("\"Id\":", -1).length - 1 == containers) {
                return list.length();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("Not all containers were listed after " + LIMIT_SECONDS + " s.");
    }

    /** How long creates take, each of which the next list has to show, in microseconds, sorted. */
    private double[] creates(int port) throws IOException, InterruptedException {
        double[] micros = new double[CREATES];
        for (int i = 0; i < CREATES; i++) {
            long begun = System.nanoTime();
            var reply = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1.41/containers/create?name=new" + i))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"1000\"]}")).header("Content-Type", "application/json")
                    .build(), BodyHandlers.ofString());
            micros[i] = (System.nanoTime() - begun) / 1e3;
            if (reply.statusCode() != 201) {
                throw new IllegalStateException("A container was not created: " + reply.body());
            }
        }
        if (!get(port, LIST).contains("/new" + (CREATES - 1))) {
            throw new IllegalStateException("A container that was created is not in the list.");
        }
        Arrays.sort(micros);
        return micros;
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString()).body();
    }
}
