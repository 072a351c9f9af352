package com.libswarm.api.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PipeTest {

    @Test
    void givesMessagesInOrderThenNothing() throws Exception {
        Pipe pipe = Pipe.of(2);
        pipe.send(Message.log("/a", "1"));
        pipe.send(Message.log("/a", "2"));

        assertThat(pipe.receive(Duration.ofSeconds(5))).get().hasToString("Log /a 1");
        assertThat(pipe.receive(Duration.ZERO)).get().hasToString("Log /a 2");
        assertThat(pipe.receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void whenFullItAnswers503() {
        Pipe pipe = Pipe.of(1);
        pipe.send(Message.log("/a", "1"));
        Feed feed = Feed.create(1);
        Message reply = Call.ask(pipe, Message.of(Verb.File, "/a").withBody(feed.body())).result().join();

        assertThat(reply.status()).isEqualTo(503);
        assertThat(feed.isCancelled()).isTrue();
    }
}
