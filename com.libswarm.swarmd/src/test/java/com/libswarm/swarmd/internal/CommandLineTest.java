package com.libswarm.swarmd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandLineTest {

    private static CommandLine read(String... arguments) {
        return CommandLine.read(List.of(arguments), Map.of());
    }

    @Test
    void specsAreTheLinksInOrder() {
        assertThat(read("debug", "--shell", "simulator --slow 3"))
                .isEqualTo(new CommandLine(List.of("debug", "simulator --slow 3"), true, false));
        assertThat(read()).isEqualTo(new CommandLine(List.of(), false, false));
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
