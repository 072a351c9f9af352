package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a process and its children have used, as Linux counts it in {@code /proc}. */
public final class Usage {

    /** The kernel's clock ticks for user land, the same on all of Linux's architectures that Java has. */
    private static final long TICKS_PER_SECOND = 100;
    private static final int FIRST_AFTER_NAME = 2;
    /** In user land, in the kernel, and both of children that have ended. */
    private static final int FIRST_TICKS = 13;
    private static final int LAST_TICKS = 16;

    private Usage() {
    }

    /** Microseconds of processor time. */
    static double cpuMicros(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).mapToLong(p -> ticks(p.pid())).sum() * 1e6 / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return IntStream.rangeClosed(FIRST_TICKS, LAST_TICKS).mapToLong(i -> Long.parseLong(fields[i - FIRST_AFTER_NAME])).sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    public static double residentMegabytes(long pid) throws IOException {
        return status(pid, "VmRSS:") / 1024;
    }

    public static int threads(long pid) throws IOException {
        return (int) status(pid, "Threads:");
    }

    private static double status(long pid, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith(field))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", ""))).findFirst().orElse(Double.NaN);
    }
}
