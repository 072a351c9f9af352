package com.libswarm.benchmark.aggregate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Stands in for many engines, each on a port of its own: they list their containers, inspect and create them, and tell of that in their
 * events. One more port tells the others ({@code /ports}), and how often what has been asked ({@code /counts}).
 */
public final class StandInEngines {

    private static final Map<String, AtomicInteger> COUNTS = Map.of("list", new AtomicInteger(), "inspect", new AtomicInteger());

    private final int number;
    private final String element;
    private final Map<String, String> elements = new LinkedHashMap<>();
    private final List<OutputStream> watchers = new ArrayList<>();

    private StandInEngines(int number, int containers, String element) {
        this.number = number;
        this.element = element;
        for (int i = 0; i < containers; i++) {
            add("c" + number + "x" + i);
        }
    }

    /** @param args the port that tells of the others, how many engines, and with how many containers each */
    public static void main(String[] args) throws IOException {
        String element = resource("container.json");
        var ports = new ArrayList<String>();
        var threads = Executors.newCachedThreadPool();
        // first, or one of the engines may be given its port
        HttpServer control = server(Integer.parseInt(args[0]));
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            var engine = new StandInEngines(i, Integer.parseInt(args[2]), element);
            HttpServer server = server(0);
            server.setExecutor(threads);
            server.createContext("/", engine::answer);
            server.start();
            ports.add(Integer.toString(server.getAddress().getPort()));
        }
        control.createContext("/ports", exchange -> reply(exchange, 200, String.join(" ", ports)));
        control.createContext("/counts", exchange -> reply(exchange, 200, COUNTS.entrySet().stream().map(count -> count.getKey() + "=" + count.getValue())
                .sorted().collect(Collectors.joining(" "))));
        control.start();
    }

    private static HttpServer server(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
    }

    private static String resource(String name) throws IOException {
        try (var in = StandInEngines.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private synchronized String add(String name) {
        String id = id(name);
        elements.put(id, element.replace("@ID@", id).replace("@NAME@", name).replace("@CREATED@", Integer.toString(1_700_000_000 + elements.size())));
        return id;
    }

    private static String id(String name) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
        switch (path) {
            case "/_ping" -> reply(exchange, 200, "OK");
            case "/info" -> reply(exchange, 200, "{\"ID\":\"" + number + "\",\"Name\":\"engine" + number + "\",\"NCPU\":8,\"MemTotal\":34359738368,"
                    + "\"Driver\":\"overlay2\",\"OSType\":\"linux\",\"ServerVersion\":\"20.10.24\",\"Labels\":[]}");
            case "/events" -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 0);
                synchronized (this) {
                    watchers.add(exchange.getResponseBody());
                }
                exchange.getResponseBody().flush();
            }
            case "/containers/json" -> {
                COUNTS.get("list").incrementAndGet();
                reply(exchange, 200, list(exchange.getRequestURI().getQuery()));
            }
            case "/containers/create" -> reply(exchange, 201, create(exchange.getRequestURI().getQuery()));
            default -> {
                COUNTS.get("inspect").incrementAndGet();
                inspect(exchange, path.replaceFirst("^/containers/(.*)/json$", "$1"));
            }
        }
    }

    private synchronized String list(String query) {
        boolean some = query.contains("\"id\"");
        return elements.entrySet().stream().filter(each -> !some || query.contains(each.getKey())).map(Map.Entry::getValue)
                .collect(Collectors.joining(",", "[", "]\n"));
    }

    private String create(String query) throws IOException {
        String id = add(query.replaceFirst("^.*name=([^&]*).*$", "$1"));
        byte[] event = ("{\"Type\":\"container\",\"Action\":\"create\",\"Actor\":{\"ID\":\"" + id + "\"},\"timeNano\":1}\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            for (OutputStream watcher : watchers) {
                watcher.write(event);
                watcher.flush();
            }
        }
        return "{\"Id\":\"" + id + "\",\"Warnings\":[]}\n";
    }

    private void inspect(HttpExchange exchange, String ref) throws IOException {
        boolean known;
        synchronized (this) {
            known = elements.containsKey(ref) || elements.containsKey(id(ref));
        }
        reply(exchange, known ? 200 : 404, known ? "{\"Id\":\"" + ref + "\",\"Name\":\"/" + ref + "\",\"State\":{\"Status\":\"running\"},\"HostConfig\":{\"Binds\":"
                + "null,\"NetworkMode\":\"default\"},\"Config\":{\"Image\":\"busybox\",\"Labels\":{}}}\n" : "{\"message\":\"No such container: " + ref + "\"}\n");
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("{") || text.startsWith("[") ? "application/json" : "text/plain");
        exchange.getResponseHeaders().set("Api-Version", "1.41");
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(exchange.getRequestMethod().equals("HEAD") ? new byte[0] : body);
        }
    }
}
