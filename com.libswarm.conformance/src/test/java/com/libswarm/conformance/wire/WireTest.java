package com.libswarm.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class WireTest {

    private final long seed = System.nanoTime();
    private final List<Message> received = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Link wireTo(Sender next) {
        return Wire.hop(next, seed);
    }

    private Link wire() {
        return wireTo(received::add);
    }

    private Message last() {
        return received.get(received.size() - 1);
    }

    @Test
    void requestAndReplyPassAsTheyAre() {
        Call call = Call.ask(wire(), Message.of(Verb.Get, "/a").withArgs(Args.query("x=%31")));
        assertThat(last().args().query()).isEqualTo("x=%31");
        assertThat(last().ret().id()).isEqualTo(call.id());
        assertThat(last().body().isNone()).isTrue();
        last().reply(Message.value("one", "two").withStatus(203));

        Message reply = call.result().join();
        assertThat(reply).hasToString("Set one two 203");
        assertThat(reply.body().isNone()).isTrue();
    }

    @Test
    void anEmptyBodyIsNotNone() throws IOException {
        Call.ask(wire(), Message.of(Verb.File, "/a").withBody(Body.text("")));

        assertThat(last().body().isNone()).isFalse();
        assertThat(last().body().length()).isZero();
        assertThat(last().body().read()).isSameAs(Body.END);
    }

    @Test
    void logsKeepTheirOrder() {
        Link wire = wire();
        for (int i = 0; i < 1_000; i++) {
            wire.send(Message.log("/a", "line " + i));
        }

        assertThat(received).hasSize(1_000);
        assertThat(received).extracting(Message::text).startsWith("line 0", "line 1").isSortedAccordingTo((a, b) ->
                Integer.compare(Integer.parseInt(a.substring(5)), Integer.parseInt(b.substring(5))));
    }

    @RepeatedTest(10)
    void bytesPassBothWaysAtOnce() throws Exception {
        Random random = new Random(seed);
        byte[] sent = new byte[200_000 + random.nextInt(200_000)];
        random.nextBytes(sent);
        // three wires in a row; the last link gives back what it gets while it still comes
        Link echo = wireTo(wireTo(wireTo(message -> message.reply(Message.ack().withBody(message.body())))));
        Feed up = Feed.create(1_000);
        threads.execute(() -> {
            try (OutputStream out = up.out()) {
                for (int at = 0; at < sent.length;) {
                    int n = Math.min(1 + random.nextInt(40_000), sent.length - at);
                    out.write(sent, at, n);
                    at += n;
                }
            } catch (IOException broken) {
                up.fail(500, broken.getMessage());
            }
        });
        Message reply = Call.ask(echo, Message.of(Verb.Attach, "/a").withBody(up.body())).result().get(60, TimeUnit.SECONDS);
        try (InputStream in = reply.body().in()) {
            assertThat(in.readAllBytes()).as("seed %d", seed).isEqualTo(sent);
        }
    }

    @RepeatedTest(5)
    void manyRequestsFromManyThreads() throws Exception {
        Link echo = wireTo(message -> threads.execute(() -> message.reply(Message.ack().withBody(message.body()))));
        var replies = new ArrayList<CompletableFuture<String>>();
        for (int thread = 0; thread < 4; thread++) {
            int name = thread;
            var done = new CompletableFuture<Void>();
            threads.execute(() -> {
                for (int i = 0; i < 200; i++) {
                    var text = name + ":" + i + "x".repeat(i * 10);
                    var reply = Call.ask(echo, Message.of(Verb.File, "/a").withBody(Body.text(text))).result()
                            .thenCompose(r -> r.body().collect(100_000))
                            .thenApply(b -> StandardCharsets.UTF_8.decode(b).toString().equals(text) ? "same" : "other");
                    synchronized (replies) {
                        replies.add(reply);
                    }
                }
                done.complete(null);
            });
            done.get(30, TimeUnit.SECONDS);
        }
        for (var reply : replies) {
            assertThat(reply.get(30, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo("same");
        }
    }

    @Test
    void aSlowReaderSlowsTheWriter() throws IOException {
        Feed up = Feed.create(1);
        Call.ask(wire(), Message.of(Verb.File, "/a").withBody(up.body()));
        int taken = 0;
        while (up.offer(ByteBuffer.allocate(1_000)) && taken < 10_000_000) {
            taken += 1_000;
        }
        assertThat(taken).isBetween(IncomingBody.WINDOW, IncomingBody.WINDOW + 2_000);

        List<String> room = new ArrayList<>();
        up.onRoom(() -> room.add("room"));
        while (last().body().read() != Body.NOTHING_YET) {
            Thread.onSpinWait();
        }
        assertThat(room).containsExactly("room");
    }

    @Test
    void aBodyThatBreaksOffBreaksOffAtTheOtherEnd() {
        Feed down = Feed.create(10);
        Call call = Call.ask(wire(), Message.of(Verb.Get, "/a"));
        last().reply(Message.ack().withBody(down.body()));
        var collected = call.result().join().body().collect(10);
        down.offer(ByteBuffer.allocate(1));
        down.fail(502, "The engine hung up.");

        assertThatThrownBy(collected::join).hasRootCauseMessage("The engine hung up.");
    }

    @Test
    void cancelBeforeTheReplyTellsWhoeverWorksOnIt() {
        Call call = Call.ask(wire(), Message.of(Verb.Get, "/a"));
        List<String> told = new ArrayList<>();
        last().ret().onCancel(() -> told.add("told"));
        call.cancel();
        last().ret().onCancel(() -> told.add("told later"));
        Feed late = Feed.create(1);
        last().reply(Message.ack().withBody(late.body()));

        assertThat(told).containsExactly("told", "told later");
        assertThat(late.isCancelled()).isTrue();
        assertThat(call.result().join().status()).isEqualTo(499);
    }

    @Test
    void cancelOfABodyReachesItsWriter() {
        Feed up = Feed.create(10);
        Feed down = Feed.create(10);
        Call call = Call.ask(wire(), Message.of(Verb.Attach, "/a").withBody(up.body()));
        last().reply(Message.ack().withBody(down.body()));
        call.result().join().body().cancel();
        assertThat(down.isCancelled()).isTrue();
        assertThat(up.isCancelled()).isFalse();

        last().body().cancel();
        assertThat(up.isCancelled()).isTrue();
    }

    @Test
    void theFirstReplyWins() {
        Feed second = Feed.create(1);
        Call call = Call.ask(wire(), Message.of(Verb.Get, "/a"));
        last().reply(Message.value("first"));
        last().reply(Message.value("second").withBody(second.body()));

        assertThat(call.result().join().text()).isEqualTo("first");
        assertThat(second.isCancelled()).isTrue();
    }

    @Test
    void whatTheNextThrowsIsTheReply() {
        Call call = Call.ask(wireTo(message -> {
            throw new Failure(409, "In the way.");
        }), Message.of(Verb.Get, "/a"));

        assertThat(call.result().join().status()).isEqualTo(409);
    }

    @Test
    void aMessageTooLargeForAFrameIsRefusedEitherWay() {
        String large = "x".repeat(Frame.MAX_CONTENT);
        Call up = Call.ask(wire(), Message.of(Verb.Get, "/a").withArgs(Args.words(large)));
        assertThat(up.result().join().status()).isEqualTo(431);

        Call down = Call.ask(wire(), Message.of(Verb.Get, "/a"));
        last().reply(Message.value(large));
        assertThat(down.result().join().status()).isEqualTo(502);
    }

    @Test
    void aWireThatStopsAnswersAllAndBreaksAllBodies() throws Exception {
        Link wire = wire();
        Call open = Call.ask(wire, Message.of(Verb.Watch, "/a"));
        Feed down = Feed.create(10);
        last().reply(Message.value().withBody(down.body()));
        Feed up = Feed.create(10);
        Call waiting = Call.ask(wire, Message.of(Verb.File, "/a").withBody(up.body()));
        List<String> told = new ArrayList<>();
        last().ret().onCancel(() -> told.add("told"));
        wire.stop();

        assertThat(waiting.result().join().status()).isEqualTo(503);
        assertThat(told).containsExactly("told");
        assertThat(up.isCancelled()).isTrue();
        assertThat(down.isCancelled()).isTrue();
        assertThatThrownBy(() -> open.result().join().body().read()).isInstanceOf(IOException.class).hasMessageContaining("stopped");
        assertThat(Call.ask(wire, Message.of(Verb.Get, "/a")).result().join().status()).isEqualTo(503);
    }

    @Test
    void garbageFromTheOtherEndAnswersWhoeverWaits() {
        AskingEnd end = new AskingEnd(bytes -> { }, System.getLogger("test"));
        Call call = Call.ask(end, Message.of(Verb.Get, "/a"));

        assertThatThrownBy(() -> end.receive(ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(WireException.class);
        assertThat(call.result().join().status()).isEqualTo(502);
    }

    /** A HEAD as a newer end would send it: its verb has as many letters as the one that is replaced. */
    private static ByteBuffer headWithVerb(String verb, String instead, Message message) {
        byte[] head = HeadContent.encode(message).array();
        String text = new String(head, StandardCharsets.ISO_8859_1).replace(instead, verb);
        return Frame.of(Frame.Type.HEAD, 1, ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))).encode();
    }

    @Test
    void anUnknownVerbIsAnErrorAndTheWireStaysOpen() {
        List<ByteBuffer> answered = new ArrayList<>();
        AnsweringEnd end = new AnsweringEnd(received::add, answered::add, System.getLogger("test"));
        Feed body = Feed.create(10);
        AskingEnd asking = new AskingEnd(bytes -> { }, System.getLogger("test"));
        Call call = Call.ask(asking, Message.of(Verb.Get, "/a"));
        end.receive(headWithVerb("Gut", "Get", Message.of(Verb.Get, "/a").withRet(new WireReturn("1", r -> { })).withBody(body.body())));
        answered.forEach(asking::receive);

        assertThat(call.result().join().status()).isEqualTo(501);
        assertThat(received).isEmpty();
        end.receive(Frame.of(Frame.Type.HEAD, 2, HeadContent.encode(Message.of(Verb.Get, "/b"))).encode());
        assertThat(received).hasSize(1);
    }

    @Test
    void aReplyOfAnUnknownVerbIsAnErrorAndTheWireStaysOpen() {
        AskingEnd end = new AskingEnd(bytes -> { }, System.getLogger("test"));
        Call first = Call.ask(end, Message.of(Verb.Get, "/a"));
        Call second = Call.ask(end, Message.of(Verb.Get, "/a"));
        end.receive(headWithVerb("Uck", "Ack", Message.ack().withBody(Body.text("x"))));
        end.receive(Frame.of(Frame.Type.HEAD, 2, HeadContent.encode(Message.ack())).encode());

        assertThat(first.result().join().status()).isEqualTo(502);
        assertThat(second.result().join().verb()).isEqualTo(Verb.Ack);
    }

    @Test
    void moreBytesThanTheCreditAreRefused() {
        AnsweringEnd end = new AnsweringEnd(received::add, bytes -> { }, System.getLogger("test"));
        end.receive(Frame.of(Frame.Type.HEAD, 1, HeadContent.encode(Message.of(Verb.File, "/a").withBody(Body.text("x")))).encode());
        ByteBuffer window = Frame.of(Frame.Type.DATA, 1, ByteBuffer.allocate(IncomingBody.WINDOW)).encode();
        end.receive(window.duplicate());

        assertThatThrownBy(() -> end.receive(window)).isInstanceOf(WireException.class).hasMessageContaining("credit");
    }
}
