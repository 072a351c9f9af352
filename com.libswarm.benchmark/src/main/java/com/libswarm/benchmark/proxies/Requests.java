package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures small requests through each way in turn. */
final class Requests {

    /** At a time: one, some, and more than there are threads for. */
    static final List<Integer> CONNECTIONS = List.of(1, 16, 128);
    private static final int ROUNDS = 5;
    private static final int WARM_UP_SECONDS = 8;

    private final PrintStream out;
    private final Path report;
    private final int rounds;
    private final int seconds;

    /** @param report a script that makes wrk report as {@link Load} reads it */
    Requests(PrintStream out, Path report, int seconds, boolean quick) {
        this.out = out;
        this.report = report;
        this.rounds = quick ? 1 : ROUNDS;
        this.seconds = seconds;
    }

    /** Lets swarmd compile what it needs for these requests, which is not the same with few of them and with many. */
    void warmUp(List<Contestant> ways, String path, List<Integer> connectionCounts) throws IOException, InterruptedException {
        for (Contestant way : ways) {
            for (int connections : connectionCounts) {
                Load.measure(way, path, connections, way.name().equals(Contestant.SWARM) && connections > 1 ? WARM_UP_SECONDS : 1, report);
            }
        }
    }

    static void header(PrintStream out) {
        out.println("| upstream, request | connections | way | requests a second | of direct | p50 | p99 | added to p50 | CPU a request |");
        out.println("|---|---|---|---|---|---|---|---|---|");
    }

    void rows(String name, List<Contestant> ways, String path, List<Integer> connectionCounts) throws IOException, InterruptedException {
        for (int connections : connectionCounts) {
            Map<Contestant, List<Load>> loads = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Contestant way : ways) {
                    loads.computeIfAbsent(way, w -> new ArrayList<>()).add(Load.measure(way, path, connections, seconds, report));
                }
            }
            List<Load> direct = loads.get(ways.get(0));
            loads.forEach((way, measured) -> row(name, connections, way.name(), measured, direct));
        }
    }

    private void row(String name, int connections, String way, List<Load> measured, List<Load> direct) {
        double rate = Load.median(measured, Load::perSecond);
        double p50 = Load.median(measured, Load::p50);
        out.printf(Locale.ROOT, "| %s | %d | %s | %.0f | **%.2f** | %.0f us | %.0f us | %+.0f us | %.1f us |%n", name, connections, way, rate,
                rate / Load.median(direct, Load::perSecond), p50, Load.median(measured, Load::p99), p50 - Load.median(direct, Load::p50),
                Load.median(measured, Load::cpu));
    }
}
