package com.libswarm.adapter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import com.libswarm.runtime.Swarm;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FakeClientTest {

    @Test
    void itBeatsWhileItsChainLives() {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (Swarm swarm = Swarm.create((level, source, line) -> lines.add(line))) {
            swarm.add(new FakeClient());
            var chain = swarm.create("test", List.of("fakeclient 0.01"));
            await().until(() -> lines.stream().filter(line -> line.contains("fake event")).count() > 2);
            var reply = Asker.get(Call.ask(chain.head(), Message.of(Verb.Get, "/x")).result());
            assertThat(reply.status()).isEqualTo(501);
        }
    }

    @Test
    void anIntervalThatIsNoneIsRefused() {
        try (Swarm swarm = Swarm.create((level, source, line) -> { })) {
            swarm.add(new FakeClient());
            for (String wrong : List.of("often", "0", "-1")) {
                assertThatThrownBy(() -> swarm.create("test", List.of("fakeclient '" + wrong + "'"))).hasMessageContaining(wrong);
            }
        }
    }
}
