package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ClientTest {

    private static final Client ECHO = Client.of(message -> message.reply(Message.value(message.toString())));

    static Stream<Arguments> asks() {
        return Stream.of(
                ask(c -> c.get("/a"), "Get /a"),
                ask(c -> c.set("/a", "kill", Args.of("signal", "HUP")), "Set /a kill signal=HUP"),
                ask(c -> c.spawn("/a", Args.of("name", "b"), Body.NONE), "Spawn /a name=b"),
                ask(c -> c.start("/a"), "Start /a"),
                ask(c -> c.stop("/a"), "Stop /a"),
                ask(c -> c.remove("/a"), "Remove /a"),
                ask(c -> c.watch("/a", "logs", Args.EMPTY), "Watch /a logs"),
                ask(c -> c.attach("/a", Args.EMPTY, Body.NONE), "Attach /a"),
                ask(c -> c.connect("/a", Args.EMPTY, Body.NONE), "Connect /a"),
                ask(c -> c.file("/a", "archive", Args.EMPTY, Body.text("x")), "File /a archive"),
                ask(c -> c.log("/a", "hello"), "Log /a hello"));
    }

    private static Arguments ask(Function<Client, CompletableFuture<Message>> ask, String message) {
        return Arguments.of(ask, message);
    }

    @ParameterizedTest
    @MethodSource("asks")
    void eachAskIsItsMessage(Function<Client, CompletableFuture<Message>> ask, String message) {
        assertThat(ask.apply(ECHO).join().text()).isEqualTo(message);
    }

    @Test
    void lsGivesTheNamesOfEitherForm() {
        assertThat(Client.of(m -> m.reply(Message.value("web", "db"))).ls("/c").join()).containsExactly("web", "db");
        assertThat(Client.of(m -> m.reply(Message.value().withBody(Body.text("[{\"Names\":[\"/web\"]}]")))).ls("/c").join())
                .containsExactly("web");
    }

    @Test
    void anErrorFailsTheFutureAndItsBodyIsCancelled() {
        Feed feed = Feed.create(1);
        Client client = Client.of(m -> m.reply(Message.error(404, "No such container: web.").withBody(feed.body())));

        assertThatThrownBy(() -> client.get("/c/web").join()).cause().isInstanceOf(Failure.class).hasMessage("No such container: web.");
        assertThat(feed.isCancelled()).isTrue();
    }

    @Test
    void onBehalfOfARequestItIsCancelledWithIt() {
        Message[] asked = new Message[2];
        Call outer = Call.ask(m -> asked[0] = m, Message.of(Verb.Get, "/x"));
        CompletableFuture<Message> inner = Client.of(m -> asked[1] = m).onBehalfOf(asked[0]).get("/y");
        outer.cancel();

        assertThat(asked[1].ret().id()).isEqualTo(outer.id() + ".1");
        assertThatThrownBy(inner::join).cause().isInstanceOfSatisfying(Failure.class, f -> assertThat(f.status()).isEqualTo(499));
    }
}
