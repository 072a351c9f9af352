package com.libswarm.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link HopBenchmark} and prints what one hop costs: how much a chain of five links takes more than one of one, by four. */
public final class HopTable {

    private static final List<String> LINKS = List.of("pass", "look");
    private static final List<String> CASES = List.of("withoutReply", "withReply", "withStream");

    private HopTable() {
    }

    /** @param args options of JMH, such as {@code -f 1 -i 3} for a quick look */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new OptionsBuilder().parent(new CommandLineOptions(args))
                .include(HopBenchmark.class.getName()).addProfiler(GCProfiler.class).build()).run();
        System.out.println();
        System.out.println("| link | message | 1 link | 3 links | 5 links | one hop | allocated by 1 link | by one hop |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String link : LINKS) {
            for (String name : CASES) {
                row(results, link, name);
            }
        }
    }

    private static void row(Collection<RunResult> results, String link, String name) {
        ToDoubleFunction<String> time = links -> find(results, link, name, links).getPrimaryResult().getScore();
        ToDoubleFunction<String> bytes = links -> find(results, link, name, links).getSecondaryResults()
                .get("gc.alloc.rate.norm").getScore();
        System.out.printf(Locale.ROOT, "| %s | %s | %.0f ns | %.0f ns | %.0f ns | **%s** | %.0f B | %d B |%n", link, name,
                time.applyAsDouble("1"), time.applyAsDouble("3"), time.applyAsDouble("5"), shown(perHop(time)), bytes.applyAsDouble("1"),
                Math.round(perHop(bytes)));
    }

    private static double perHop(ToDoubleFunction<String> ofLinks) {
        return (ofLinks.applyAsDouble("5") - ofLinks.applyAsDouble("1")) / 4;
    }

    /** Below a nanosecond a difference is noise, and may be negative. */
    private static String shown(double nanos) {
        return nanos < 1 ? "< 1 ns" : String.format(Locale.ROOT, "%.1f ns", nanos);
    }

    private static RunResult find(Collection<RunResult> results, String link, String name, String links) {
        return results.stream().filter(result -> result.getParams().getBenchmark().endsWith("." + name)
                && result.getParams().getParam("link").equals(link) && result.getParams().getParam("links").equals(links))
                .findFirst().orElseThrow(() -> new IllegalStateException("No result for " + link + " " + name + " " + links + "."));
    }
}
