package com.libswarm.runtime.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExchangeTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private void run(Sender to, InputStream in, String... words) throws InterruptedException {
        var out = new PrintStream(printed, false, StandardCharsets.UTF_8);
        new Exchange(SendRequest.read(List.of(words)), new Console(in, out, directory)).run(to);
    }

    private String ask(Sender to, String... words) throws InterruptedException {
        printed.reset();
        run(to, InputStream.nullInputStream(), words);
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Sender answering(Message reply) {
        return message -> message.reply(reply);
    }

    @Test
    void wordsArePrintedOneALine() throws Exception {
        assertThat(ask(answering(Message.value("web", "my db")), "c", "Ls", "/x")).isEqualTo("web\nmy db\n");
        assertThat(ask(answering(Message.ack()), "c", "Start", "/x")).isEmpty();
    }

    @Test
    void aBodyIsPrintedByteForByte() throws Exception {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        ask(answering(Message.value().withBody(Body.of(ByteBuffer.wrap(bytes)))), "c", "Get", "/x");
        assertThat(printed.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void statusAndHeadArePrintedOnRequest() throws Exception {
        var reply = Message.value("a");
        assertThat(ask(answering(reply.withHead(reply.head().with("X-A", "b"))), "-i", "c", "Ls", "/x"))
                .isEqualTo("Set 200\nX-A: b\n\na\n");
    }

    @Test
    void anErrorIsAFailureAndItsBodyIsCancelled() {
        Feed body = Feed.create(1);
        assertThatThrownBy(() -> ask(answering(Message.error(404, "No x.").withBody(body.body())), "c", "Get", "/x"))
                .isInstanceOf(Failure.class).hasMessage("No x.");
        assertThat(body.isCancelled()).isTrue();
    }

    @Test
    void aReplyThatBreaksOffIsAFailureAfterWhatCame() {
        Feed body = Feed.create(100);
        body.offer(ByteBuffer.wrap(new byte[] {'a'}));
        body.fail(502, "The engine is gone.");
        assertThatThrownBy(() -> ask(answering(Message.value().withBody(body.body())), "c", "Get", "/x"))
                .isInstanceOf(Failure.class).hasMessageContaining("broke off: The engine is gone.");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("a");
    }

    @Test
    void standardInputIsTheBody() throws Exception {
        run(message -> message.reply(Message.ack().withBody(message.body())),
                new ByteArrayInputStream("in and out".getBytes(StandardCharsets.UTF_8)), "c", "File", "/x", "@-");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("in and out");
    }

    @Test
    void aFileIsTheBodyAndItsLengthIsKnown() throws Exception {
        Files.writeString(directory.resolve("f"), "content");
        var length = new AtomicReference<Long>();
        String out = ask(message -> {
            length.set(message.body().length());
            message.reply(Message.ack().withBody(message.body()));
        }, "c", "File", "/x", "@f");
        assertThat(out).isEqualTo("content");
        assertThat(length.get()).isEqualTo(7);
    }

    @Test
    void aFileThatIsNotThereIsSaidBeforeAnythingIsSent() {
        var sent = new AtomicBoolean();
        assertThatThrownBy(() -> ask(message -> sent.set(true), "c", "File", "/x", "@nope"))
                .isInstanceOf(Failure.class).hasMessageContaining("nope: there is no such file");
        assertThatThrownBy(() -> ask(message -> sent.set(true), "c", "File", "/x", "@" + directory))
                .isInstanceOf(Failure.class).hasMessageContaining("it is a directory");
        assertThat(sent).isFalse();
    }

    @Test
    void anInterruptCancelsARequestThatIsNotAnswered() throws Exception {
        var asked = new CompletableFuture<Message>();
        var cancelled = new AtomicBoolean();
        Thread thread = start(message -> {
            message.ret().onCancel(() -> cancelled.set(true));
            asked.complete(message);
        }, InputStream.nullInputStream(), "c", "Get", "/never");
        asked.join();
        thread.interrupt();
        thread.join();
        assertThat(cancelled).isTrue();
    }

    @Test
    void anInterruptCancelsAReplyThatHasNoEndAndStopsReadingInput() throws Exception {
        Feed reply = Feed.create(100);
        var request = new CompletableFuture<Body>();
        try (var keys = new PipedOutputStream(); var in = new PipedInputStream(keys)) {
            Thread thread = start(message -> {
                request.complete(message.body());
                message.reply(Message.value().withBody(reply.body()));
            }, in, "c", "Attach", "/x", "@-");
            request.join();
            reply.offer(ByteBuffer.wrap(new byte[] {'a'}));
            await().until(() -> printed.size() == 1);
            thread.interrupt();
            thread.join();
            await().until(reply::isCancelled);
            await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("swarm:send body")));
        }
    }

    private Thread start(Sender to, InputStream in, String... words) {
        Thread thread = new Thread(() -> {
            try {
                run(to, in, words);
            } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }
}
