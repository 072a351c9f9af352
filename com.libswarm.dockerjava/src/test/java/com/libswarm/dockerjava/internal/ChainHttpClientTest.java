package com.libswarm.dockerjava.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The transport, over a chain whose end does what the test says. */
@Timeout(120)
final class ChainHttpClientTest {

    // more than the heap of the tests' JVM
    private static final long LARGE = 1L << 30;
    private static final long WAITING_LIMIT = 1 << 20;

    private final TestChain chain = TestChain.of(Hop.PLAIN, List.of());
    private final ChainHttpClient client = new ChainHttpClient(chain.head());

    @AfterEach
    void endsWithNoThreadLeft() {
        client.close();
        chain.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals("docker-java-input")));
    }

    private static Request.Builder request(Method method, String path) {
        return Request.builder().method(method).path(path);
    }

    private Response send(Method method, String path) {
        return client.execute(request(method, path).build());
    }

    private void answer(Message reply) {
        chain.last().answer((message, name) -> message.reply(reply));
    }

    private static String text(Response response) throws IOException {
        return new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aRequestIsTheMessageThatADoorWouldMakeOfIt() throws Exception {
        chain.last().answer((message, name) -> message.body().collect(100).thenAccept(body -> message.reply(Message.value()
                .withHead(Head.of("Api-Version", "1.41", "Status", "202", "X-Two", "a", "x-two", "b"))
                .withBody(Body.of(body)))));
        Response response = client.execute(request(Method.POST, "/v1.41/images/team%2Fapp/push?tag=1&tag=2")
                .putHeader("X-Registry-Auth", "e30=").putHeader("Connection", "close").bodyBytes("body".getBytes(StandardCharsets.UTF_8)).build());

        Message message = chain.last().lastReceived();
        assertThat(message.verb()).isEqualTo(Verb.Set);
        assertThat(message.path()).isEqualTo("/images/team/app");
        assertThat(message.aspect()).isEqualTo("push");
        assertThat(message.args()).isEqualTo(Args.query("tag=1&tag=2"));
        assertThat(message.head()).isEqualTo(Head.of("X-Registry-Auth", "e30=", "Api-Version", "1.41"));
        assertThat(response.getStatusCode()).isEqualTo(202);
        assertThat(response.getHeaders()).containsOnlyKeys("Api-Version", "X-Two");
        assertThat(response.getHeaders().get("X-Two")).containsExactly("a", "b");
        assertThat(text(response)).isEqualTo("body");
    }

    @Test
    void linksThatKnowNothingOfHttpAreUnderstood() throws Exception {
        answer(Message.value("web", "db"));
        Response listing = send(Method.GET, "/containers/json");
        assertThat(listing.getHeader("content-type")).isEqualTo("application/json");
        assertThat(text(listing)).isEqualTo("[{\"Id\":\"web\",\"Names\":[\"/web\"]},{\"Id\":\"db\",\"Names\":[\"/db\"]}]");
        answer(Message.ack());
        assertThat(send(Method.POST, "/containers/web/start").getStatusCode()).isEqualTo(204);
        answer(Message.error(404, "No such thing."));
        Response missing = send(Method.GET, "/things/x");
        assertThat(missing.getStatusCode()).isEqualTo(404);
        assertThat(text(missing)).isEqualTo("{\"message\":\"No such thing.\"}\n");
    }

    @Test
    void aPathThatIsNotCanonicalIsRefused() throws Exception {
        Response refused = send(Method.GET, "/containers/%2e%2e/json");
        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(text(refused)).contains("not canonical");
        assertThat(chain.last().received()).isEmpty();
    }

    @Test
    void aLargeBodyIsSentAtThePaceOfItsReader() throws Exception {
        CompletableFuture<Message> received = new CompletableFuture<>();
        chain.last().answer((message, name) -> received.complete(message));
        Zeros zeros = new Zeros();
        CompletableFuture<Response> response = CompletableFuture.supplyAsync(() ->
                client.execute(request(Method.PUT, "/containers/web/archive?path=/").body(zeros).build()));
        Message message = received.get(30, TimeUnit.SECONDS);
        await().until(() -> zeros.given.get() > 0);

        try (InputStream in = message.body().in()) {
            long read = 0;
            byte[] buffer = new byte[100_000];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read += n;
                assertThat(zeros.given.get() - read).isLessThan(WAITING_LIMIT);
            }
            assertThat(read).isEqualTo(LARGE);
        }
        message.reply(Message.ack());
        assertThat(response.get(30, TimeUnit.SECONDS).getStatusCode()).isEqualTo(204);
    }

    @Test
    void aLargeBodyIsReadAtThePaceOfItsReader() throws Exception {
        Feed feed = Feed.create(64 * 1024);
        answer(Message.value().withBody(feed.body()));
        Zeros zeros = new Zeros();
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
            try (OutputStream out = feed.out()) {
                zeros.transferTo(out);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });

        try (Response response = send(Method.GET, "/images/busybox/get")) {
            long read = 0;
            byte[] buffer = new byte[100_000];
            for (int n = response.getBody().read(buffer); n >= 0; n = response.getBody().read(buffer)) {
                read += n;
                assertThat(zeros.given.get() - read).isLessThan(WAITING_LIMIT);
            }
            assertThat(read).isEqualTo(LARGE);
        }
        written.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aBodyThatBreaksOffDoesNotLookWhole() throws Exception {
        Feed feed = Feed.create(100);
        answer(Message.value().withBody(feed.body()));
        Response response = send(Method.GET, "/images/busybox/get");
        feed.fail(502, "The engine is gone.");

        assertThatThrownBy(() -> response.getBody().read()).isInstanceOf(IOException.class).hasMessage("The engine is gone.");
    }

    @Test
    void closingTheResponseCancelsItsBodyAndWakesItsReader() throws Exception {
        Feed feed = Feed.create(100);
        answer(Message.value().withBody(feed.body()));
        Response response = send(Method.GET, "/events");
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
            try {
                return response.getBody().read();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        response.close();

        assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
        assertThat(feed.isCancelled()).isTrue();
    }

    @Test
    void closingTheClientCancelsWhatIsUnderWay() throws Exception {
        Feed feed = Feed.create(100);
        answer(Message.value().withBody(feed.body()));
        send(Method.GET, "/events");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        chain.last().answer((message, name) -> {
            message.ret().onCancel(cancelled::countDown);
            asked.countDown();
        });
        CompletableFuture<Response> waiting = CompletableFuture.supplyAsync(() -> send(Method.POST, "/containers/web/wait"));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        client.close();

        assertThat(waiting.get(30, TimeUnit.SECONDS).getStatusCode()).isEqualTo(499);
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(feed.isCancelled()).isTrue();
        assertThatThrownBy(() -> send(Method.GET, "/events")).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void interruptingTheCallerCancelsTheRequest() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        chain.last().answer((message, name) -> {
            message.ret().onCancel(cancelled::countDown);
            asked.countDown();
        });
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                send(Method.POST, "/containers/web/wait");
            } catch (RuntimeException e) {
                thrown.complete(e);
            }
        });
        caller.start();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();

        assertThat(thrown.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anUploadThatNobodyWantsEndsWithTheReply() throws Exception {
        chain.last().answer((message, name) -> {
            message.body().cancel();
            message.reply(Message.error(413, "Too much."));
        });
        Zeros zeros = new Zeros();

        assertThat(client.execute(request(Method.POST, "/build").body(zeros).build()).getStatusCode()).isEqualTo(413);
        assertThat(zeros.given.get()).isLessThan(WAITING_LIMIT);
    }

    @Test
    void anUploadThatCannotBeReadBreaksOff() throws Exception {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        chain.last().answer((message, name) -> message.body().collect(1_000_000).whenComplete((body, broken) -> {
            seen.complete(broken);
            message.reply(Message.error(400, "The body broke off."));
        }));
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThatThrownBy(() -> client.execute(request(Method.POST, "/build").body(broken).build()))
                .isInstanceOf(UncheckedIOException.class).hasRootCauseMessage("the disk is gone");
        assertThat(seen.get(30, TimeUnit.SECONDS)).hasStackTraceContaining("the disk is gone");
    }

    @Test
    void anUploadWhoseStreamThrowsCancelsItsRequest() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        chain.last().answer((message, name) -> message.ret().onCancel(cancelled::countDown));
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("a mistake");
            }
        };

        assertThatThrownBy(() -> client.execute(request(Method.POST, "/build").body(broken).build())).hasMessage("a mistake");
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStreamCarriesItsOwnBodyThenWhatIsTypedAndTheEndOfIt() throws Exception {
        chain.last().answer((message, name) -> message.reply(Message.of(Verb.Connect, "/").withBody(message.body())));
        try (var typed = new PipedOutputStream(); var input = new PipedInputStream(typed)) {
            Response response = client.execute(request(Method.POST, "/exec/x/start").bodyBytes(new byte[] {'{', '}'}).hijackedInput(input).build());
            assertThat(response.getStatusCode()).isEqualTo(200);
            assertThat(chain.last().lastReceived().head()).isEqualTo(Head.of("Upgrade", "tcp", "Content-Length", "2"));
            typed.write('a');
            typed.flush();
            assertThat(response.getBody().readNBytes(3)).isEqualTo(new byte[] {'{', '}', 'a'});
            typed.write('b');
            typed.close();
            assertThat(response.getBody().readAllBytes()).isEqualTo(new byte[] {'b'});
        }
    }

    @Test
    void aStreamWithoutInputEndsWithItsOwnBody() throws Exception {
        chain.last().answer((message, name) -> message.reply(Message.of(Verb.Connect, "/").withBody(message.body())));

        assertThat(text(client.execute(request(Method.POST, "/exec/x/start").bodyBytes(new byte[] {'{', '}'}).build()))).isEqualTo("{}");
        assertThat(text(send(Method.POST, "/containers/web/attach?stdout=1"))).isEmpty();
        assertThat(chain.last().lastReceived().head()).isEqualTo(Head.of("Content-Length", "0"));
    }

    @Test
    void whatIsTypedIsNotReadWhereNoStreamOpens() throws Exception {
        answer(Message.error(409, "The container is paused."));
        var input = new ByteArrayInputStream(new byte[] {1, 2, 3});

        Response refused = client.execute(request(Method.POST, "/containers/web/attach").hijackedInput(input).build());
        assertThat(refused.getStatusCode()).isEqualTo(409);
        assertThat(input.available()).isEqualTo(3);
    }

    @Test
    void aClosedStreamReadsNoMoreInput() throws Exception {
        CompletableFuture<Message> received = new CompletableFuture<>();
        chain.last().answer((message, name) -> {
            received.complete(message);
            message.reply(Message.of(Verb.Connect, "/").withBody(Feed.create(10).body()));
        });
        try (var typed = new PipedOutputStream(); var input = new PipedInputStream(typed)) {
            client.execute(request(Method.POST, "/containers/web/attach").hijackedInput(input).build()).close();
            Body body = received.get().body();

            assertThatThrownBy(() -> body.collect(10).get(30, TimeUnit.SECONDS)).hasStackTraceContaining("The client has gone away.");
        }
    }

    /** As many zeros as are too many for the memory. */
    private static final class Zeros extends InputStream {

        private final AtomicLong given = new AtomicLong();

        @Override
        public int read() {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int n = (int) Math.min(length, LARGE - given.get());
            given.addAndGet(n);
            return n == 0 ? -1 : n;
        }
    }
}
