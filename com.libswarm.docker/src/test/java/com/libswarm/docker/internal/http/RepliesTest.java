package com.libswarm.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepliesTest {

    @Test
    void aReplyThatSaysItsStatusHasIt() {
        assertThat(Replies.status(Message.ack().withStatus(304), Verb.Start)).isEqualTo(304);
        assertThat(Replies.status(Message.error(404, "No."), Verb.Get)).isEqualTo(404);
        assertThat(Replies.status(Message.value().withStatus(7), Verb.Get)).as("no status of HTTP's").isEqualTo(500);
    }

    @Test
    void aReplyWithoutStatusGetsTheOneThatTheEngineWouldAnswer() {
        assertThat(Replies.status(Message.of(Verb.Error, "/"), Verb.Get)).isEqualTo(500);
        assertThat(Replies.status(Message.ack(), Verb.Spawn)).isEqualTo(201);
        assertThat(Replies.status(Message.ack(), Verb.Start)).isEqualTo(204);
        assertThat(Replies.status(Message.ack().withBody(Body.text("{}")), Verb.Set)).isEqualTo(200);
        assertThat(Replies.status(Message.value("web"), Verb.Ls)).isEqualTo(200);
    }

    @Test
    void aReplyWithoutBodyGetsOne() {
        assertThat(Replies.text(Message.error(404, "No."), asked(Verb.Get, "/x"))).isEqualTo("{\"message\":\"No.\"}\n");
        assertThat(Replies.text(Message.value("web"), asked(Verb.Ls, "/networks"))).isEqualTo("[{\"Id\":\"web\",\"Name\":\"web\"}]");
        Message made = Message.ack().withArgs(Args.of("path", "/containers/web"));
        assertThat(Replies.text(made, asked(Verb.Spawn, "/containers"))).isEqualTo("{\"Id\":\"web\",\"Warnings\":[]}");
        assertThat(Replies.text(Message.value("OK"), asked(Verb.Get, "/_ping"))).isEqualTo("OK");
        assertThat(Replies.contentType("OK")).isEqualTo("text/plain; charset=utf-8");
        assertThat(Replies.contentType("[]")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({"1.12, false", "1.9, false", "1.23, false", "1.24, true", "1.41, true", "1.100, true", "2.0, true"})
    void anErrorIsPlainTextToWhoeverSpeaksAVersionBefore124(String version, boolean isJson) {
        Message asked = asked(Verb.Get, "/containers/x").withHead(Head.of(Head.API_VERSION, version));
        assertThat(Replies.text(Message.error(404, "No."), asked)).isEqualTo(isJson ? "{\"message\":\"No.\"}\n" : "No.\n");
    }

    private static Message asked(Verb verb, String path) {
        return Message.of(verb, path);
    }
}
