package com.libswarm.runtime.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainListenerTest {

    private final List<String> heard = new ArrayList<>();
    private final ChainListener listener = new ChainListener() {
        @Override
        public void created(Chain chain) {
            heard.add("created " + chain.name());
        }

        @Override
        public void destroyed(Chain chain) {
            heard.add("destroyed " + chain.name());
        }
    };

    @Test
    void hearsOfTheBeginningAndTheEndOfEachChain() {
        try (ChainRegistry registry = new ChainRegistry((level, source, line) -> { }, Limits.DEFAULT, listener)) {
            Chain first = registry.create("first", List.of("adapter-to-come"));
            assertThatThrownBy(() -> registry.create("first", List.of("adapter-to-come"))).isInstanceOf(Failure.class);
            registry.create("second", List.of("adapter-to-come"));
            first.destroy();
            assertThat(registry.find("first")).isEmpty();
        }
        assertThat(heard).containsExactly("created first", "created second", "destroyed first", "destroyed second");
    }
}
