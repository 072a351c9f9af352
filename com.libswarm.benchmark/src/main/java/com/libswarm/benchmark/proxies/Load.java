package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What wrk measured.
 *
 * @param cpu microseconds of processor time that the way took for a request
 */
public record Load(double perSecond, double p50, double p99, double cpu) {

    /** Asks for {@code path} over and over, on that many connections. */
    public static Load measure(Contestant way, String path, int connections, int seconds, Path report) throws IOException, InterruptedException {
        double before = Usage.cpuMicros(way.process());
        String said = Programs.run("wrk", "-t", connections == 1 ? "1" : "2", "-c", Integer.toString(connections), "-d", seconds + "s", "--timeout", "30s",
                "-s", report.toString(), "http://127.0.0.1:" + way.port() + path);
        double used = Usage.cpuMicros(way.process()) - before;
        long[] n = said.lines().filter(line -> line.startsWith("RESULT ")).findFirst()
                .map(line -> List.of(line.substring(7).split(" ")).stream().mapToLong(Long::parseLong).toArray()).orElseThrow();
        if (n[0] == 0 || n[4] > 0) {
            throw new IllegalStateException(way.name() + " failed " + n[4] + " of " + n[0] + " requests for " + path + ".");
        }
        return new Load(n[0] * 1e6 / n[1], n[2], n[3], used / n[0]);
    }

    static double median(List<Load> loads, ToDoubleFunction<Load> of) {
        return Medians.of(loads.stream().mapToDouble(of));
    }
}
