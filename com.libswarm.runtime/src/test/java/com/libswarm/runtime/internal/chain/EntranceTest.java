package com.libswarm.runtime.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.internal.flight.Flights;
import com.libswarm.runtime.internal.flight.SendWatch;
import org.junit.jupiter.api.Test;

class EntranceTest {

    private final Flights flights = new Flights(new SendWatch(1, (thread, request) -> request), (request, reply) -> { });

    private static void answer(Message message) {
        message.reply(Message.value("there"));
    }

    private static Message ask(LinkPort port) {
        return Call.ask(port, Message.of(Verb.Get, "/x")).result().join();
    }

    @Test
    void aPortThatIsClosedOnItsWayToAnotherEntranceStaysClosed() {
        Entrance first = new Entrance(EntranceTest::answer);
        Entrance second = new Entrance(EntranceTest::answer);
        LinkPort port = new LinkPort(flights, (link, message, thrown) -> Message.error(500, "failed"));
        first.lead(port);
        assertThat(ask(port).text()).isEqualTo("there");

        port.close(message -> message.reply(Message.error(503, "closed")));
        second.lead(port);
        second.change(EntranceTest::answer);

        assertThat(ask(port).status()).isEqualTo(503);
        assertThat(first.ports()).isEmpty();
        assertThat(second.ports()).isEmpty();
    }
}
