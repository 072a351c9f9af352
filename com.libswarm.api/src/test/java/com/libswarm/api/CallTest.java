package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CallTest {

    private final List<Message> received = new ArrayList<>();

    private Call ask(Message message) {
        return Call.ask(received::add, message);
    }

    private Message last() {
        return received.get(received.size() - 1);
    }

    @Test
    void theFirstReplyWinsAndTheBodyOfASecondIsCancelled() {
        Call call = ask(Message.of(Verb.Get, "/x"));
        Feed second = Feed.create(1);
        last().reply(Message.value("first"));
        last().reply(Message.value("second").withBody(second.body()));

        assertThat(call.result().join().text()).isEqualTo("first");
        assertThat(second.isCancelled()).isTrue();
    }

    @Test
    void cancelAnswers499AtOnceAndTellsWhoeverWorksOnIt() {
        Call call = ask(Message.of(Verb.Get, "/x"));
        List<String> told = new ArrayList<>();
        last().ret().onCancel(() -> told.add("before"));
        call.cancel();
        last().ret().onCancel(() -> told.add("after"));
        call.cancel();

        assertThat(call.result().join().status()).isEqualTo(499);
        assertThat(told).containsExactly("before", "after");
    }

    @Test
    void aLateReplyToACancelledCallHasItsBodyCancelled() {
        Call call = ask(Message.of(Verb.Get, "/x"));
        call.cancel();
        Feed late = Feed.create(1);
        last().reply(Message.ack().withBody(late.body()));

        assertThat(late.isCancelled()).isTrue();
        assertThat(call.result().join().status()).isEqualTo(499);
    }

    @Test
    void afterTheReplyCancelDoesNothing() {
        Call call = ask(Message.of(Verb.Get, "/x"));
        List<String> told = new ArrayList<>();
        last().ret().onCancel(() -> told.add("before"));
        last().reply(Message.ack());
        call.cancel();
        last().ret().onCancel(() -> told.add("after"));

        assertThat(told).isEmpty();
        assertThat(call.result().join().verb()).isEqualTo(Verb.Ack);
    }

    @Test
    void oneActionThatThrowsKeepsNoOtherFromRunning() {
        Call call = ask(Message.of(Verb.Get, "/x"));
        List<String> told = new ArrayList<>();
        last().ret().onCancel(() -> {
            throw new IllegalStateException("broken link");
        });
        last().ret().onCancel(() -> told.add("second"));

        assertThatThrownBy(call::cancel).hasMessage("broken link");
        assertThat(told).containsExactly("second");
    }

    @Test
    void aCallOnBehalfOfAnotherHasItsIdWithASuffixAndIsCancelledWithIt() {
        Call outer = ask(Message.of(Verb.Ls, "/containers"));
        Message request = last();
        Call first = ask(request.withPath("/a"));
        Call second = ask(request.withPath("/b"));

        assertThat(outer.id()).isNotEmpty();
        assertThat(first.id()).isEqualTo(outer.id() + ".1");
        assertThat(second.id()).isEqualTo(outer.id() + ".2");
        assertThat(last().ret().id()).isEqualTo(second.id());

        second.send(Message.ack());
        outer.cancel();
        assertThat(first.result().join().status()).isEqualTo(499);
        assertThat(second.result().join().verb()).isEqualTo(Verb.Ack);
        assertThat(ask(request).result().join().status()).isEqualTo(499);
    }

    @Test
    void theAskersCancelPassesThroughHooks() {
        List<String> told = new ArrayList<>();
        Call call = Call.ask(m -> m.onReply(r -> r).ret().onCancel(() -> told.add("told")), Message.of(Verb.Get, "/x"));
        call.cancel();

        assertThat(told).containsExactly("told");
    }

    @Test
    void aReplyAfterTheFutureWasGivenUpHasItsBodyCancelled() {
        Call call = ask(Message.of(Verb.Get, "/x"));
        call.result().orTimeout(1, TimeUnit.NANOSECONDS).exceptionally(timeout -> Message.ack()).join();
        Feed late = Feed.create(1);
        last().reply(Message.ack().withBody(late.body()));

        assertThat(late.isCancelled()).isTrue();
    }
}
