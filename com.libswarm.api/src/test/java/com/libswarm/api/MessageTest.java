package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageTest {

    @Test
    void holdsWhatItWasGivenAndCopiesTheRest() {
        Body body = Body.text("x");
        Message message = Message.of(Verb.Set, "/containers/web").withAspect("kill").withArgs(Args.of("signal", "HUP"))
                .withHead(Head.of("User-Agent", "curl")).withBody(body);

        Message moved = message.withPath("/containers/db");

        assertThat(moved.path()).isEqualTo("/containers/db");
        assertThat(moved.verb()).isEqualTo(Verb.Set);
        assertThat(moved.aspect()).isEqualTo("kill");
        assertThat(moved.args().get("signal")).isEqualTo("HUP");
        assertThat(moved.head().get("user-agent")).isEqualTo("curl");
        assertThat(moved.body()).isSameAs(body);
        assertThat(message.path()).isEqualTo("/containers/web");
    }

    @Test
    void statusIsWhatTheHeadSaysElseWhatTheVerbMeans() {
        assertThat(Message.ack().status()).isEqualTo(200);
        assertThat(Message.ack().withStatus(204).status()).isEqualTo(204);
        assertThat(Message.of(Verb.Error, "/").status()).isEqualTo(500);
        assertThat(Message.error(404, "No.").status()).isEqualTo(404);
        assertThat(Message.ack().withHead(Head.of("Status", "soon")).status()).isEqualTo(500);
    }

    @Test
    void anExceptionBecomesTheErrorThatItMeans() {
        Message error = Message.error(new NoSuchElementException("No such container: web."));

        assertThat(error.isError()).isTrue();
        assertThat(error.status()).isEqualTo(404);
        assertThat(error.text()).isEqualTo("No such container: web.");
    }

    @Test
    void theReplyPassesThroughEachLinkThatWantsToSeeItLastLinkFirst() {
        List<String> seen = new ArrayList<>();
        Call call = Call.ask(message -> message
                .onReply(reply -> note(seen, "first", reply))
                .onReply(reply -> note(seen, "second", reply))
                .reply(Message.ack()), Message.of(Verb.Get, "/x"));

        assertThat(seen).containsExactly("second", "first");
        assertThat(call.result().join().verb()).isEqualTo(Verb.Ack);
    }

    private static Message note(List<String> seen, String name, Message reply) {
        seen.add(name);
        return reply;
    }

    @Test
    void aLinkThatThrowsWhenItSeesTheReplyMakesItAnErrorAndCancelsItsBody() {
        Feed feed = Feed.create(10);
        Call call = Call.ask(message -> message.onReply(reply -> {
            throw new IllegalArgumentException("Not so.");
        }).reply(Message.ack().withBody(feed.body())), Message.of(Verb.Get, "/x"));

        assertThat(call.result().join().status()).isEqualTo(400);
        assertThat(feed.isCancelled()).isTrue();
    }

    @Test
    void aReplyThatNobodyWaitsForHasItsBodyCancelled() {
        Feed feed = Feed.create(10);

        Message.of(Verb.Get, "/x").reply(Message.ack().withBody(feed.body()));

        assertThat(feed.isCancelled()).isTrue();
    }

    @Test
    void knowsWhetherAnybodyWantsItsReply() {
        Message[] asked = new Message[1];
        Call.ask(m -> asked[0] = m, Message.of(Verb.Get, "/x"));

        assertThat(asked[0].onReply(r -> r).wantsReply()).isTrue();
        assertThat(Message.of(Verb.Get, "/x").onReply(r -> r).wantsReply()).isFalse();
    }

    @Test
    void printsVerbPathAspectArgumentsAndStatusButNoHeadAndNoBody() {
        Message message = Message.of(Verb.Set, "/containers/web").withAspect("kill").withArgs(Args.of("signal", "HUP"))
                .withHead(Head.of("X-Registry-Auth", "c2VjcmV0")).withBody(Body.text("c2VjcmV0"));

        assertThat(message).hasToString("Set /containers/web kill signal=HUP");
        assertThat(Message.ack().withStatus(204)).hasToString("Ack 204");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "buildargs      | {\"K\":\"hunter2\"}",
        "registrytoken  | hunter2",
        "X-Registry-Auth| hunter2",
        "remote         | https://joe:hunter2@host/repo.git",
        "fromSrc        | https://joe:at@hunter2@host/repo.git",
        "note           | password=hunter2",
        "note           | {\"Password\":\"hunter2\"}",
        "note           | Authorization: Bearer hunter2",
        "note           | api_key = hunter2",
        "note           | AWS_SECRET_ACCESS_KEY=hunter2"})
    void neverPrintsASecret(String name, String value) {
        Message message = Message.of(Verb.Spawn, "/images").withArgs(Args.of(name, value).withWords(value));

        assertThat(Message.of(Verb.Spawn, "/images").withArgs(Args.of(name, value)).toString()).doesNotContain("hunt");
        assertThat(Head.of(name, value).toString()).doesNotContain("hunt");
        if (name.equals("note") || name.equals("remote")) {
            assertThat(message.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void printsOneLineWithoutControlCharacters() {
        Message message = Message.of(Verb.Log, "/a\u001b[2Jb")
                .withArgs(Args.of("na\nme", "va\u001b[0mlue").withWords("two\r\nlines\u0007"));

        assertThat(message.toString().chars()).allMatch(c -> c >= ' ' && c != 127);
        assertThat(message.toString()).contains("two\\r\\nlines");
        assertThat(message.safeText()).isEqualTo("two\\r\\nlines\\x07");
    }
}
