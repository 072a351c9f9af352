package com.libswarm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void theHomeIsNamedByOptionThenEnvironmentThenDefault() throws Exception {
        Map<String, String> env = Map.of("SWARMD_HOME", "/e");
        assertThat(Options.parse(List.of("--home", "/o", "debug"), env, "/u").home()).isEqualTo(Path.of("/o"));
        assertThat(Options.parse(List.of("debug", "--home=/o"), env, "/u").home()).isEqualTo(Path.of("/o"));
        assertThat(Options.parse(List.of("debug"), env, "/u").home()).isEqualTo(Path.of("/e"));
        assertThat(Options.parse(List.of("debug"), Map.of(), "/u").home()).isEqualTo(Path.of("/u/.swarmd"));
        assertThatThrownBy(() -> parse("--home")).isInstanceOf(Problem.class);
    }

    @Test
    void whatTheLauncherDoesNotKnowGoesOnAsItCame() throws Exception {
        assertThat(parse("--shell", "debug", "exec sh -c 'echo \n ü'", "").arguments())
                .containsExactly("--shell", "debug", "exec sh -c 'echo \n ü'", "");
        assertThat(parse("--", "--home", "-h").arguments()).containsExactly("--home", "-h");
    }

    @Test
    void helpIsAWordOnlyWhenAlone() throws Exception {
        assertThat(parse("h").help()).isTrue();
        assertThat(parse("help").help()).isTrue();
        assertThat(parse("debug", "help").help()).isFalse();
        assertThat(parse("debug", "-h").help()).isTrue();
    }

    @Test
    void aCommandOfTheShellKeepsItsOwnOptions() throws Exception {
        Options options = parse("sh", "--home", "/o", "swarm:send", "-h", "--home=x");
        assertThat(options.shell()).isTrue();
        assertThat(options.help()).isFalse();
        assertThat(options.home()).isEqualTo(Path.of("/o"));
        assertThat(options.arguments()).containsExactly("swarm:send", "-h", "--home=x");
        assertThat(parse("sh", "help").help()).as("a command of the shell").isFalse();
    }

    private static Options parse(String... args) throws Problem {
        return Options.parse(List.of(args), Map.of(), "/u");
    }
}
