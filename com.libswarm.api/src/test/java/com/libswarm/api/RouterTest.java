package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouterTest {

    @ParameterizedTest
    @CsvSource({
        "/containers, /containers, ''",
        "/, /, ''",
        "/containers/*, /containers/web, web",
        "/containers/*/files, /containers/web/files, web/files",
        "/a/*/b/*, /a/x/b/y, x/b/y",
        "/images/**, /images/a, a",
        "/images/**, /images/reg:5000/a/b:tag, reg:5000/a/b:tag",
        "/a/*/**, /a/b/c/d, b/c/d",
        "/*, /x, x"})
    void matchesAndGivesTheName(String pattern, String path, String name) {
        assertThat(PathPattern.of(pattern).matches(path)).isTrue();
        assertThat(PathPattern.of(pattern).name(path)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/containers, /containers/",
        "/containers, /container",
        "/containers, /containers/web",
        "/containers/*, /containers",
        "/containers/*, /containers/",
        "/containers/*, /containers/a/b",
        "/images/**, /images",
        "/images/**, /images/",
        "/*, /"})
    void doesNotMatch(String pattern, String path) {
        assertThat(PathPattern.of(pattern).matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"containers", "", "/a/**/b"})
    void badPatternsAreRefused(String pattern) {
        assertThatThrownBy(() -> PathPattern.of(pattern)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(pattern);
    }

    private static final Router ROUTER = Router.before(message -> message.reply(Message.value("rest")))
            .on(Verb.Get, "/c/*", (m, name) -> m.reply(Message.value(name)))
            .on(Verb.Get, "/c/**", (m, name) -> m.reply(Message.value("second")))
            .on(Verb.Set, "/c/*", "kill", (m, name) -> m.reply(Message.value("kill " + name)))
            .on(Verb.Set, "/c/*", (m, name) -> {
                throw new IllegalArgumentException("Not this.");
            });

    private static String ask(Message message) {
        return Call.ask(ROUTER, message).result().join().toString();
    }

    @Test
    void theFirstThatMatchesAnswers() {
        assertThat(ask(Message.of(Verb.Get, "/c/web"))).isEqualTo("Set web");
        assertThat(ask(Message.of(Verb.Get, "/c/a/b"))).isEqualTo("Set second");
        assertThat(ask(Message.of(Verb.Set, "/c/web").withAspect("kill"))).isEqualTo("Set 'kill web'");
    }

    @Test
    void anAspectIsNeverOverlooked() {
        assertThat(ask(Message.of(Verb.Get, "/c/web").withAspect("top"))).isEqualTo("Set rest");
        assertThat(ask(Message.of(Verb.Set, "/c/web").withAspect("pause"))).isEqualTo("Set rest");
    }

    @Test
    void whatNobodyTakesGoesOnUntouched() {
        Message[] passed = new Message[1];
        Message message = Message.of(Verb.Remove, "/c/web").withBody(Body.text("x"));
        Router.before(m -> passed[0] = m).on(Verb.Get, "/c/*", (m, name) -> { }).send(message);

        assertThat(passed[0]).isSameAs(message);
    }

    @Test
    void whatAHandlerThrowsIsTheErrorAndTheBodyIsCancelled() {
        Feed feed = Feed.create(1);

        assertThat(ask(Message.of(Verb.Set, "/c/web").withBody(feed.body()))).isEqualTo("Error 'Not this.' 400");
        assertThat(feed.isCancelled()).isTrue();
    }

    @Test
    void aloneItAnswers501() {
        Feed feed = Feed.create(1);
        Message reply = Call.ask(Router.alone(), Message.of(Verb.Get, "/x").withBody(feed.body())).result().join();

        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.text()).contains("Get /x");
        assertThat(feed.isCancelled()).isTrue();
    }

    @Test
    void addingARouteLeavesTheRouterAsItWas() {
        ROUTER.on(Verb.Log, "/c/*", (m, name) -> m.reply(Message.ack()));

        assertThat(ask(Message.of(Verb.Log, "/c/web"))).isEqualTo("Set rest");
    }

    @Test
    void aHandlerOnAnExecutorAnswersForWhatItThrowsAndForARefusal() {
        Handler bad = (m, name) -> {
            throw new UnsupportedOperationException("Not here.");
        };
        Router router = Router.alone().on(Verb.Get, "/a", bad.on(Runnable::run)).on(Verb.Get, "/b", bad.on(task -> {
            throw new RejectedExecutionException("full");
        }));

        assertThat(Call.ask(router, Message.of(Verb.Get, "/a")).result().join().status()).isEqualTo(501);
        assertThat(Call.ask(router, Message.of(Verb.Get, "/b")).result().join().status()).isEqualTo(503);
    }
}
