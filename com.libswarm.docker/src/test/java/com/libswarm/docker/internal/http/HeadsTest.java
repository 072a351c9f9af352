package com.libswarm.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadsTest {

    @Test
    void whatBelongsToOneConnectionStaysThere() {
        Head head = Heads.of(List.of(Map.entry("Host", "docker"), Map.entry("X-One", "1"), Map.entry("connection", "close, X-Hop"),
                Map.entry("x-hop", "2"), Map.entry("Proxy-Authorization", "secret"), Map.entry("X-One", "again")), Heads.RESERVED_IN_REQUESTS);

        assertThat(head).isEqualTo(Head.of("X-One", "1", "X-One", "again"));
    }

    @Test
    void aLengthStaysEvenIfTheConnectionNamesIt() {
        Head head = Heads.of(List.of(Map.entry("Connection", "Content-Length"), Map.entry("Content-Length", "3")), Heads.RESERVED_IN_REQUESTS);

        assertThat(head).isEqualTo(Head.of("Content-Length", "3"));
    }

    @Test
    void theProtocolsOwnFieldsAreNobodyElses() {
        Head head = Heads.of(List.of(Map.entry("STATUS", "200"), Map.entry("Api-Version", "1.1")), Heads.RESERVED_IN_REQUESTS, "Api-Version", "1.41");
        assertThat(head).isEqualTo(Head.of("Api-Version", "1.41"));

        List<String> fields = new ArrayList<>();
        Heads.copy(Head.of("Status", "200", "X-One", "1", "Connection", "close"), Heads.RESERVED_IN_REPLIES, (name, value) -> fields.add(name));
        assertThat(fields).containsExactly("X-One");
    }
}
