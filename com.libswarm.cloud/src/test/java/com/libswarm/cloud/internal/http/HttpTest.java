package com.libswarm.cloud.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Failure;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTest {

    private final Http http = new Http(new Connections(Optional.empty()));
    private final ArrayDeque<Scripted> script = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String url;

    private record Scripted(int status, Map<String, String> head, String body) {
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + new String(exchange.getRequestBody().readAllBytes()));
            Scripted next = script.isEmpty() ? new Scripted(200, Map.of(), "{}") : script.poll();
            if (next.status == 0) {
                // the connection breaks
                exchange.close();
                return;
            }
            next.head.forEach(exchange.getResponseHeaders()::add);
            byte[] body = next.body.getBytes();
            exchange.sendResponseHeaders(next.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    private void answers(int status, String... nameAndValue) {
        script.add(new Scripted(status, nameAndValue.length == 0 ? Map.of() : Map.of(nameAndValue[0], nameAndValue[1]), "{\"computeFault\":{\"message\":\"no\"}}"));
    }

    private Answer get() {
        return http.send(Ask.get(url + "/servers?x=1").with("X-Auth-Token", "secret"));
    }

    @Test
    void anAnswerHasStatusHeadAndBody() {
        script.add(new Scripted(203, Map.of("X-Subject-Token", "t"), "{\"a\":{\"b\":[1,\"two\",null,{\"c\":true}]}}"));
        Answer answer = get();
        assertThat(answer.status()).isEqualTo(203);
        assertThat(answer.field("x-subject-token")).contains("t");
        assertThat(answer.data().get("a").list("b")).extracting(Data::text).containsExactly("1", "two", "", "");
        assertThat(answer.data().get("a").list("b").get(3).text("c")).isEqualTo("true");
        assertThat(answer.data().get("nothing").get("of").text("the kind")).isEmpty();
        assertThat(asked).containsExactly("GET /servers?x=1 ");
    }

    @Test
    void anErrorSaysWhyWhateverItsObjectIsCalled() {
        script.add(new Scripted(404, Map.of(), "{\"itemNotFound\": {\"code\": 404, \"message\": \"Instance\\nnot found\"}}"));
        assertThat(get().message()).isEqualTo("Instance not found.");
        script.add(new Scripted(404, Map.of(), "{\"message\": \"plain\"}"));
        assertThat(get().message()).isEqualTo("plain.");
        script.add(new Scripted(404, Map.of(), "<html>"));
        assertThat(get().message()).isEmpty();
        script.add(new Scripted(401, Map.of("WWW-Authenticate", "Keystone uri=\"x\""), "{\"error\":{\"message\":\"log in\"}}"));
        assertThat(get().message()).isEqualTo("log in.");
    }

    @Test
    void whoIsAskedTooMuchIsAskedAgainWhenItSaysSo() {
        answers(429, "Retry-After", "1");
        answers(413, "Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        answers(429);
        assertThat(http.send(Ask.post(url + "/servers", Map.of("a", 1))).status()).isEqualTo(200);
        assertThat(asked).hasSize(4).containsOnly("POST /servers {\"a\":1}");
    }

    @Test
    void whoWantsToBeLeftAloneForLongIs() {
        answers(429, "Retry-After", "3600");
        assertThatThrownBy(this::get).isInstanceOf(Failure.class)
                .hasMessage(url + " wants to be asked less often (429) and says to come back after 3600 s.");
    }

    @Test
    void aQuotaIsNoReasonToAskAgain() {
        answers(413);
        assertThat(get().status()).isEqualTo(413);
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatFailsIsRepeatedWithinLimitsIfItMayBe() {
        answers(500);
        answers(503);
        script.add(new Scripted(0, Map.of(), ""));
        assertThat(get().status()).isEqualTo(200);
        assertThat(asked).hasSize(4);
        for (int i = 0; i < 5; i++) {
            answers(502);
        }
        assertThat(get().status()).isEqualTo(502);
        assertThat(asked).hasSize(8);
    }

    @Test
    void whatMakesSomethingIsNeverSentTwiceUnseen() {
        answers(500);
        assertThat(http.send(Ask.post(url + "/servers", Map.of())).status()).isEqualTo(500);
        script.add(new Scripted(0, Map.of(), ""));
        assertThatThrownBy(() -> http.send(Ask.post(url + "/servers", Map.of()))).isInstanceOf(Failure.class).hasMessageContaining("cannot be reached");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutWhatWasAsked() {
        server.stop(0);
        assertThatThrownBy(this::get).isInstanceOf(Failure.class).hasMessage(url + " cannot be reached: the connection was refused.");
        assertThatThrownBy(() -> http.send(Ask.get("http://nowhere.invalid/x")))
                .hasMessage("http://nowhere.invalid cannot be reached: there is no host of that name.");
        assertThat(Ask.post(url + "/tokens?key=secret", Map.of("key", "secret")).with("X-Auth-Token", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void closingEndsWhatIsOnItsWay() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> http.send(Ask.get("http://127.0.0.1:" + silent.getLocalPort() + "/x")));
            silent.accept().getInputStream().read();
            http.close();
            await().atMost(Duration.ofSeconds(30)).until(waiting::isCompletedExceptionally);
            assertThatThrownBy(this::get).isInstanceOf(Failure.class).hasMessage("The link has stopped.");
        }
    }
}
