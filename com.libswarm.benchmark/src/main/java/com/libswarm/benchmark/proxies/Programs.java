package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The processes of a run, which work in one folder and end with it. */
public final class Programs implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    private final Path work;
    private final List<Process> running = new CopyOnWriteArrayList<>();

    public Programs(Path work) {
        this.work = work;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> running.forEach(process -> destroy(process.toHandle()))));
    }

    Path work() {
        return work;
    }

    /** Writes a file of the work folder from a template in this package, with {@code @NAME@} replaced. */
    public Path write(String file, String template, Map<String, Object> values) throws IOException {
        return Files.writeString(work.resolve(file), filled(template, values));
    }

    static String filled(String template, Map<String, Object> values) throws IOException {
        try (InputStream in = Programs.class.getResourceAsStream(template)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, Object> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue().toString());
            }
            return text;
        }
    }

    /** Starts a program, and waits until somebody listens on {@code port}. */
    public Process start(int port, String... command) throws IOException, InterruptedException {
        return start(() -> listens(port), command);
    }

    /** Starts a program, and waits until there is a unix socket at {@code path}. */
    public Process startAt(Path path, String... command) throws IOException, InterruptedException {
        return start(() -> Files.exists(path), command);
    }

    private Process start(BooleanSupplier ready, String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(work, Path.of(command[0]).getFileName().toString(), ".log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        running.add(process);
        long start = System.nanoTime();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                throw new IllegalStateException(String.join(" ", command) + " does not listen: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return process;
    }

    /** Runs a program to its end, and gives what it says. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
        }
        return said;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends a program and what it has started, and waits for that. */
    void stop(ProcessHandle process) throws InterruptedException {
        destroy(process);
        try {
            process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            process.destroyForcibly();
        }
    }

    private static void destroy(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** Deletes a folder and all in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : running) {
            stop(process.toHandle());
        }
    }
}
