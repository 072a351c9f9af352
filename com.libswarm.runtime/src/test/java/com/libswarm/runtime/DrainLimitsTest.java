package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainLimitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"30s", "1h30m", "500ms", "2d", "1m1s1ms", "0s"})
    void aLengthOfTimeIsWrittenAsItIsRead(String word) {
        DrainLimits limits = DrainLimits.of(word, word);

        assertThat(limits.requestsText()).isEqualTo(word);
        assertThat(limits.streamsText()).isEqualTo(word);
    }

    @Test
    void streamsMayHaveNone() {
        assertThat(DrainLimits.of("90s", "none")).isEqualTo(new DrainLimits(Duration.ofSeconds(90), Optional.empty()));
        assertThat(DrainLimits.of("90s", "none").requestsText()).isEqualTo("1m30s");
        assertThat(DrainLimits.of("90s", "none").streamsText()).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "-1s", "none", "1 s", "s", "1s2", "9999999999s"})
    void whatIsNoLengthOfTimeIsRefused(String word) {
        assertThatThrownBy(() -> DrainLimits.of(word, "none")).isInstanceOf(Failure.class)
                .hasMessage("'" + word + "' is no length of time: write 30s, 10m, 1h30m or 500ms.");
    }
}
