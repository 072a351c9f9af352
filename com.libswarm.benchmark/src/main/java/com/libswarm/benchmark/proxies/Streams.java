package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures streams through each way in turn. */
final class Streams {

    private static final int ROUNDS = 5;

    private final PrintStream out;
    private final int rounds;

    interface Stream {
        /** @return megabytes a second */
        double pass(int port) throws IOException, InterruptedException;
    }

    Streams(PrintStream out, boolean quick) {
        this.out = out;
        this.rounds = quick ? 1 : ROUNDS;
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: docker\r\nUser-Agent: benchmark\r\nConnection: close\r\n\r\n";
    }

    static String attach(String arguments) {
        return "POST /containers/web/attach?stream=1&stdin=1&stdout=1&" + arguments + " HTTP/1.1\r\nHost: docker\r\n"
                + "User-Agent: benchmark\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n";
    }

    static void header(PrintStream out, List<Contestant> ways) {
        out.print("| stream |");
        ways.forEach(way -> out.print(" " + way.name() + " |"));
        out.println("\n|---|" + "---|".repeat(ways.size()));
    }

    /** Prints a row: megabytes a second of the direct way, and of the others what part of that they reach. */
    void row(String name, List<Contestant> ways, Stream stream) throws IOException, InterruptedException {
        Map<Contestant, List<Double>> passed = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Contestant way : ways) {
                double rate = stream.pass(way.port());
                if (round >= 0) {
                    passed.computeIfAbsent(way, w -> new ArrayList<>()).add(rate);
                }
            }
        }
        double direct = median(passed.get(ways.get(0)));
        out.printf(Locale.ROOT, "| %s | %.0f MB/s |", name, direct);
        ways.subList(1, ways.size()).forEach(way -> out.printf(Locale.ROOT, way.name().equals(Contestant.SWARM) ? " **%.2f** |" : " %.2f |",
                median(passed.get(way)) / direct));
        out.println();
    }

    private static double median(List<Double> rates) {
        return Medians.of(rates.stream().mapToDouble(rate -> rate));
    }
}
