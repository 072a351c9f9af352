package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Docker engine with 50 containers, one of which runs, and an image of some size. */
final class RealEngine implements AutoCloseable {

    private static final int CONTAINERS = 50;
    private static final long IMAGE_BYTES = 256L << 20;
    private static final Pattern TCP = Pattern.compile("ENGINE1_TCP=tcp://127.0.0.1:(\\d+) ENGINE1_PID=(\\d+)");
    private static final Pattern ID = Pattern.compile("\"Id\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path script;
    private final Path folder;
    private int port;
    private ProcessHandle process;

    /**
     * @param script starts and stops engines
     * @param folder for the engine's state, with a short path
     */
    RealEngine(Path script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    void start() throws IOException, InterruptedException {
        Matcher said = TCP.matcher(Programs.run("bash", script.toString(), "start", folder.toString(), "1"));
        if (!said.find()) {
            throw new IllegalStateException(script + " names no engine.");
        }
        port = Integer.parseInt(said.group(1));
        process = ProcessHandle.of(Long.parseLong(said.group(2))).orElseThrow();
        for (int i = 1; i <= CONTAINERS; i++) {
            post("/containers/create?name=web-" + i, "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"86400\"]}");
        }
        post("/containers/web-1/start", "");
        String made = exec("dd if=/dev/zero of=/large bs=1M count=" + (IMAGE_BYTES >> 20));
        StreamClient.receive(port, startExec(made), Long.MAX_VALUE);
        post("/commit?container=web-1&repo=large&pause=0", "{}");
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process;
    }

    /** Makes an exec of a shell command in the container that runs, and gives its id. */
    String exec(String command) throws IOException, InterruptedException {
        String made = post("/containers/web-1/exec", "{\"AttachStdout\":true,\"Cmd\":[\"sh\",\"-c\",\"" + command + "\"]}");
        Matcher id = ID.matcher(made);
        if (!id.find()) {
            throw new IllegalStateException("The engine made no exec: " + made);
        }
        return id.group(1);
    }

    /** The request that starts an exec and makes its connection a stream. */
    static String startExec(String id) {
        String body = "{\"Detach\":false,\"Tty\":false}";
        return "POST /exec/" + id + "/start HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Programs.run("bash", script.toString(), "stop", folder.toString());
    }
}
