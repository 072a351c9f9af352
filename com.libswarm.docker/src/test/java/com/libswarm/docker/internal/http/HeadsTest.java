package com.libswarm.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Head;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadsTest {

    @Test
    void whatBelongsToOneConnectionStaysThere() {
        Head head = Heads.of(Head.of("Host", "docker", "X-One", "1", "connection", "close, X-Hop",
                "x-hop", "2", "Proxy-Authorization", "secret", "X-One", "again"), Heads.NOT_IN_REQUESTS);

        assertThat(head).isEqualTo(Head.of("X-One", "1", "X-One", "again"));
    }

    @Test
    void aLengthStaysEvenIfTheConnectionNamesIt() {
        Head head = Heads.of(Head.of("Connection", "Content-Length", "Content-Length", "3"), Heads.NOT_IN_REQUESTS);

        assertThat(head).isEqualTo(Head.of("Content-Length", "3"));
    }

    @Test
    void theProtocolsOwnFieldsAreNobodyElses() {
        Head head = Heads.of(Head.of("STATUS", "200", "Api-Version", "1.1"), Heads.NOT_IN_REQUESTS, "Api-Version", "1.41");
        assertThat(head).isEqualTo(Head.of("Api-Version", "1.41"));

        List<String> fields = new ArrayList<>();
        Heads.copy(Head.of("Status", "200", "X-One", "1", "Connection", "close"), Heads.NOT_IN_REPLIES, (name, value) -> fields.add(name));
        assertThat(fields).containsExactly("X-One");
    }
}
