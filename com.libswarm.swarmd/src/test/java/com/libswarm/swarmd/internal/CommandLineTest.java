package com.libswarm.swarmd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DrainLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CommandLineTest {

    private static CommandLine read(String... arguments) {
        return CommandLine.read(List.of(arguments), Map.of());
    }

    @Test
    void specsAreTheLinksInOrder() {
        assertThat(read("debug", "--shell", "simulator --slow 3"))
                .isEqualTo(new CommandLine(List.of("debug", "simulator --slow 3"), true, false, Optional.empty(), Optional.empty()));
        assertThat(read()).isEqualTo(new CommandLine(List.of(), false, false, Optional.empty(), Optional.empty()));
    }

    @Test
    void limitsForWhatDrainsAreOptions() {
        DrainLimits standard = DrainLimits.of("30s", "none");

        assertThat(read("debug").limits(standard)).isEqualTo(standard);
        assertThat(read("--drain", "10s", "debug", "--drain-streams=1h").limits(standard)).isEqualTo(DrainLimits.of("10s", "1h"));
        assertThat(read("--drain", "10s", "debug").specs()).containsExactly("debug");
        assertThatThrownBy(() -> read("debug", "--drain")).isInstanceOf(Failure.class).hasMessageContaining("--drain needs a length of time");
        assertThatThrownBy(() -> read("--drain", "debug").limits(standard)).isInstanceOf(Failure.class).hasMessageContaining("'debug' is no length of time");
    }

    @Test
    void debugLinesAreShownOnRequest() {
        assertThat(read("--debug", "x").debug()).isTrue();
        assertThat(CommandLine.read(List.of("x"), Map.of("SWARMD_DEBUG", "1")).debug()).isTrue();
        assertThat(CommandLine.read(List.of("x"), Map.of("SWARMD_DEBUG", "")).debug()).isFalse();
    }

    @Test
    void whatIsUnknownIsNamed() {
        assertThatThrownBy(() -> read("debug", "--frob")).isInstanceOf(Failure.class).hasMessageContaining("no option --frob");
        assertThatThrownBy(() -> read("debug", " ")).isInstanceOf(Failure.class).hasMessageContaining("empty");
    }
}
