package com.libswarm.conformance.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UpperTest {

    @ParameterizedTest
    @EnumSource
    void linesOfItsObjectAreCapitals(Hop hop) throws Exception {
        try (TestChain chain = TestChain.of(hop, List.of(new Upper()), "upper /containers/db")) {
            chain.reply(Message.log("/containers/db", "hello"));
            assertThat(chain.last().lastReceived().text()).isEqualTo("HELLO");
            chain.reply(Message.log("/containers/web", "hello"));
            assertThat(chain.last().lastReceived().text()).isEqualTo("hello");
            assertThat(chain.reply(Message.of(Verb.Get, "/upper")).text()).isEqualTo("/containers/db");
        }
    }
}
