package com.libswarm.openstack.internal;

import com.libswarm.cloud.internal.http.Data;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as compute and network services do, what a test has said; for what the real ones of the end-to-end tests cannot be brought to do. */
final class FakeServices implements AutoCloseable {

    final List<String> asked = new CopyOnWriteArrayList<>();
    /** By method and path. */
    final Map<String, String> answers = new ConcurrentHashMap<>();
    /** The only token that is good; any is if it is empty. */
    volatile String goodToken = "";
    private final HttpServer server;

    FakeServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put("GET /flavors/detail",
                "{\"flavors\":[{\"id\":\"f1\",\"name\":\"small\"},{\"id\":\"f2\",\"name\":\"large\"},{\"id\":\"f3\",\"name\":\"large\"}]}");
        answers.put("GET /images/detail", "{\"images\":[{\"id\":\"i1\",\"name\":\"debian 12\"}]}");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add((what + " " + body).strip());
        boolean good = goodToken.isEmpty() || goodToken.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
        String found = answers.get(what);
        int status = !good ? 401 : found == null ? 404 : 200;
        byte[] answer = (status == 200 ? found : "{\"fault\":{\"message\":\"" + (good ? "gone" : "log in") + "\"}}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    Data sent(String what) {
        return asked.stream().filter(one -> one.startsWith(what + " ")).map(one -> Data.json(one.substring(what.length()))).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
