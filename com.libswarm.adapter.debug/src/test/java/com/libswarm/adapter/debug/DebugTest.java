package com.libswarm.adapter.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class DebugTest {

    private static TestChain chain(Hop hop) {
        return TestChain.of(hop, List.of(new Debug()), "debug");
    }

    private static void assertPrinted(TestChain chain, String... patterns) {
        await().untilAsserted(() -> assertThat(chain.journal()).hasSize(patterns.length));
        for (int i = 0; i < patterns.length; i++) {
            assertThat(chain.journal().get(i)).matches("INFO test/[12] debug: " + patterns[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLineForTheMessageOneForTheReplyOneForEachBody(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            chain.last().answer((message, name) -> message.body().collect(100).thenAccept(bytes ->
                    message.reply(Message.value().withStatus(201).withBody(Body.text("world")))));
            var call = chain.ask(Message.of(Verb.File, "/a").withAspect("x").withArgs(Args.of("b", "c")).withBody(Body.text("hello you")));
            call.result().join().body().collect(100).join();
            String id = call.id();

            assertPrinted(chain, id + " ---> File /a x b=c", id + " ---> body of 9 bytes", id + " <--- Set 201 after [0-9.]+ (us|ms|s)",
                    id + " <--- body of 5 bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itTellsHowBodiesEnd(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            Feed down = Feed.create(100);
            down.offer(ByteBuffer.allocate(3));
            down.fail(502, "The engine hung up.");
            chain.last().answer((message, name) -> {
                message.body().cancel();
                message.reply(Message.value().withBody(down.body()));
            });
            Message reply = chain.reply(Message.of(Verb.File, "/a").withBody(Feed.create(10).body()));
            reply.body().collect(100).exceptionally(broken -> ByteBuffer.allocate(0)).join();

            assertPrinted(chain, "\\w+ ---> File /a", "\\w+ ---> body cancelled at 0 bytes", "\\w+ <--- Set after .*",
                    "\\w+ <--- body broken at 3 bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatWantsNoReplyHasOneLine(Hop hop) {
        try (TestChain chain = chain(hop)) {
            chain.head().send(Message.log("/a", "hello"));
            assertPrinted(chain, "- ---> Log /a hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretsAreMasked(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            chain.reply(Message.of(Verb.Spawn, "/images").withHead(Head.of("X-Registry-Auth", "hunter2"))
                    .withArgs(Args.of("fromSrc", "https://joe:hunter2@host/a", "buildargs", "hunter2")));
            assertPrinted(chain, "\\w+ ---> Spawn /images fromSrc=https://\\*\\*\\*@host/a buildargs=\\*\\*\\*", "\\w+ <--- Ack after .*");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsCountSurvivesASwap(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            chain.reply(Message.of(Verb.Get, "/a"));
            chain.swap(1, "debug");
            await().until(() -> chain.journal().stream().anyMatch(line -> line.endsWith("debug: 1 message has passed.")));
            chain.reply(Message.of(Verb.Get, "/a"));
            chain.chain().stop();
            assertThat(chain.journal()).anyMatch(line -> line.endsWith("debug: 2 messages have passed."));
        }
    }
}
