package com.libswarm.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures swarmd as a process: from its start to the first request that it answers, and its resident memory then, for each JDK
 * with and without a class-data archive. The kinds are started in turn, so that all meet the same noise.
 */
public final class StartupTable {

    private static final int RUNS = 9;
    private static final long LIMIT_SECONDS = 30;

    private final Path distribution;
    private final Path work;

    private record Kind(Path jdk, boolean archive) {
    }

    private record Run(double millis, double megabytes) {
    }

    private StartupTable(Path distribution, Path work) {
        this.distribution = distribution;
        this.work = work;
    }

    /** @param args the distribution's folder, then the home of each JDK */
    public static void main(String[] args) throws Exception {
        Path work = Files.createTempDirectory("swarmd-startup");
        try {
            new StartupTable(Path.of(args[0]).toAbsolutePath(), work).print(List.of(args).subList(1, args.length).stream().map(Path::of).toList());
        } finally {
            delete(work);
        }
    }

    private void print(List<Path> jdks) throws Exception {
        Map<Kind, List<Run>> runs = new LinkedHashMap<>();
        for (Path jdk : jdks) {
            for (boolean archive : new boolean[] {false, true}) {
                Kind kind = new Kind(jdk, archive);
                runs.put(kind, new ArrayList<>());
                copy(distribution, folder(kind));
                // fills the bundle cache, too: the runs that count are restarts
                run(kind, archive ? "-XX:ArchiveClassesAtExit=" + folder(kind).resolve("lib/swarmd-" + feature(jdk) + ".jsa") + " -Xlog:cds=off" : "");
            }
        }
        for (int i = 0; i < RUNS; i++) {
            for (Kind kind : runs.keySet()) {
                runs.get(kind).add(run(kind, ""));
            }
        }
        System.out.println("| JDK | class-data archive | first answered request | least | most | resident memory |");
        System.out.println("|---|---|---|---|---|---|");
        runs.forEach((kind, measured) -> {
            double[] millis = measured.stream().mapToDouble(Run::millis).sorted().toArray();
            double[] megabytes = measured.stream().mapToDouble(Run::megabytes).sorted().toArray();
            System.out.printf(Locale.ROOT, "| %s | %s | **%.2f s** | %.2f s | %.2f s | **%.0f MB** |%n", feature(kind.jdk),
                    kind.archive ? "yes" : "no", millis[RUNS / 2] / 1000, millis[0] / 1000, millis[RUNS - 1] / 1000, megabytes[RUNS / 2]);
        });
    }

    private Path folder(Kind kind) {
        return work.resolve(kind.jdk.getFileName() + (kind.archive ? "-archive" : ""));
    }

    private Run run(Kind kind, String javaOptions) throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(folder(kind).resolve("bin/swarmd").toString(), "--home",
                folder(kind).resolve("home").toString(), "dockerserver tcp://127.0.0.1:" + port, "debug", "simulator web")
                .redirectErrorStream(true).redirectOutput(folder(kind).resolve("out").toFile());
        builder.environment().put("JAVA_HOME", kind.jdk.toString());
        builder.environment().put("SWARMD_JAVA_OPTS", javaOptions);
        long start = System.nanoTime();
        Process swarmd = builder.start();
        try {
            while (!answers(port)) {
                if (!swarmd.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    throw new IllegalStateException("swarmd does not answer: " + Files.readString(folder(kind).resolve("out")));
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return new Run((System.nanoTime() - start) / 1e6, residentMegabytes(swarmd.pid()));
        } finally {
            swarmd.destroy();
            if (!swarmd.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                swarmd.destroyForcibly();
            }
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(Double.NaN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String feature(Path jdk) {
        try {
            return Files.readAllLines(jdk.resolve("release")).stream().filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("\\D+(\\d+).*", "$1")).findFirst().orElse("?");
        } catch (IOException noJdk) {
            throw new IllegalArgumentException(jdk + " is not the home of a JDK.", noJdk);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException why) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
