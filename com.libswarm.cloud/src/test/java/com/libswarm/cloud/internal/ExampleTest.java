package com.libswarm.cloud.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.simulator.Simulator;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.cloud.example.Droplets;
import com.libswarm.cloud.internal.http.Data;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example of a further cloud works: one class for its API, one for the declaration. */
class ExampleTest {

    private HttpServer server;
    /** What was ordered last; empty if there is no droplet. */
    private volatile String order = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String spec(String region) {
        return "droplets --url http://127.0.0.1:" + server.getAddress().getPort() + " --region " + region
                + " --size small --image debian --install-docker --user root --key /dev/null";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        boolean good = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String answer = good ? answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body) : "{\"message\":\"Unable to authenticate you.\"}";
        exchange.sendResponseHeaders(!good ? 401 : answer.isEmpty() ? 404 : 200, answer.isEmpty() ? -1 : answer.length());
        exchange.getResponseBody().write(answer.getBytes(UTF_8));
        exchange.close();
    }

    private String answer(String method, String path, String body) {
        return switch (method + " " + path) {
            case "GET /v2/regions" -> "{\"regions\":[{\"slug\":\"fra1\"},{\"slug\":\"nyc3\"}]}";
            case "GET /v2/sizes" -> "{\"sizes\":[{\"slug\":\"small\"}]}";
            case "GET /v2/images" -> "{\"images\":[{\"slug\":\"debian\"}]}";
            case "GET /v2/droplets" -> "{\"droplets\":[" + (order.isEmpty() ? "" : droplet()) + "]}";
            case "POST /v2/droplets" -> {
                order = body;
                yield "{\"droplet\":" + droplet() + "}";
            }
            case "DELETE /v2/droplets/7" -> {
                order = "";
                yield "{}";
            }
            default -> order.isEmpty() ? "" : "{\"droplet\":" + droplet() + "}";
        };
    }

    private String droplet() {
        Data ordered = Data.json(order);
        return "{\"id\":7,\"name\":\"" + ordered.text("name") + "\",\"status\":\"active\",\"size_slug\":\"small\",\"region\":{\"slug\":\"fra1\"},\"image\":{\"slug\":\"debian\"},"
                + "\"created_at\":\"2026-01-01T00:00:00Z\",\"tags\":[\"" + ordered.list("tags").get(0).text() + "\"],"
                + "\"networks\":{\"v4\":[{\"type\":\"private\",\"ip_address\":\"10.1.1.1\"},{\"type\":\"public\",\"ip_address\":\"203.0.113.7\"}]}}";
    }

    private static TestChain chain(String token, String spec) {
        return TestChain.of(Hop.PLAIN, List.of(new Droplets(() -> Map.of("DIGITALOCEAN_ACCESS_TOKEN", token)), new StandInSsh(), new Simulator()), spec);
    }

    @Test
    void aHostIsBuiltUsedAndDeleted() throws Exception {
        try (TestChain chain = chain("secret", spec("fra1"))) {
            assertThat(chain.ask(Message.of(Verb.Get, "/_ping")).result().get(30, TimeUnit.SECONDS).isError()).isFalse();
            assertThat(Data.json(order).text("user_data")).startsWith("#cloud-config\n");
            Message host = chain.reply(Message.of(Verb.Get, "/hosts/libswarm"));
            Data object = Data.json(UTF_8.decode(host.body().collect(10_000).get()).toString());
            assertThat(object.texts()).containsEntry("Id", "7").containsEntry("Address", "203.0.113.7").containsEntry("Region", "fra1");
            assertThat(object.get("Meta").texts()).isEqualTo(Map.of("com.libswarm", "libswarm"));
            assertThat(chain.ask(Message.of(Verb.Remove, "/hosts/libswarm")).result().get(30, TimeUnit.SECONDS).isError()).isFalse();
        }
    }

    @Test
    void whatIsWrongIsToldBeforeItStarts() {
        assertThatThrownBy(() -> chain("wrong", spec("fra1"))).isInstanceOf(Failure.class).hasMessageContaining("(401): Unable to authenticate you.");
        assertThatThrownBy(() -> chain("secret", spec("fra9"))).hasMessageContaining("There is no region fra9. Did you mean fra1");
        assertThatThrownBy(() -> chain("", spec("fra1"))).hasMessageContaining("droplets needs DIGITALOCEAN_ACCESS_TOKEN;");
    }
}
