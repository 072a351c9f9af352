package com.libswarm.adapter.docker.internal.memory;

import com.libswarm.adapter.docker.internal.client.DockerClient;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.server.DockerServer;
import com.libswarm.runtime.Swarm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A chain from a port to an engine's, in a process of its own with little memory. */
final class ChainProcess implements AutoCloseable {

    private final Process process;

    private ChainProcess(Process process) {
        this.process = process;
    }

    /** @param megabytes of heap, and as many of buffers outside */
    static ChainProcess start(int port, int enginePort, int megabytes) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Xmx" + megabytes + "m", "-XX:MaxDirectMemorySize=" + megabytes + "m", "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChainProcess.class.getName(), String.valueOf(port), String.valueOf(enginePort))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("The process of the chain has ended before it was ready.");
        }
        return new ChainProcess(process);
    }

    /** Runs until its standard input ends. */
    public static void main(String[] ports) throws IOException {
        var loops = new Loops();
        try (Swarm swarm = Swarm.create((level, source, line) -> { })) {
            swarm.add(new DockerServer(loops));
            swarm.add(new DockerClient(loops));
            swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + ports[0], "dockerclient tcp://127.0.0.1:" + ports[1]));
            System.out.println("ready");
            System.in.transferTo(System.out);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The most memory that it has had so far, in bytes. */
    long peakBytes() throws IOException {
        String status = Files.readString(new File("/proc/" + process.pid() + "/status").toPath());
        return Long.parseLong(status.replaceAll("(?s).*VmHWM:\\s*(\\d+) kB.*", "$1")) * 1024;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
