package com.libswarm.runtime.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandTest {

    @ParameterizedTest
    @EnumSource
    void tellsHowItIsWrittenWhenItIsAskedForHelp(Command command) {
        assertThatThrownBy(() -> {
            if (command == Command.SEND) {
                SendRequest.read(List.of("--help"));
            } else {
                command.read("--help");
            }
        }).isInstanceOf(Failure.class).hasMessage(command.usage() + "\n    " + command.summary());
        assertThat(Command.named(command.word())).contains(command);
        assertThat(Command.named("swarm:" + command.word())).contains(command);
    }

    @Test
    void saysWhatIsWrongAndHowItIsWritten() {
        assertThatThrownBy(() -> Command.SHOW.read()).hasMessage("Something is missing. Usage: swarm:show [--json] NAME");
        assertThatThrownBy(() -> Command.SHOW.read("--xml", "main")).hasMessageStartingWith("There is no option --xml. Usage:");
        assertThatThrownBy(() -> Command.SHOW.read("a", "b")).hasMessageStartingWith("'b' is one word too many.");
        assertThatThrownBy(() -> Command.DEPLOY.read("a.jar", "--sha256")).hasMessageStartingWith("The option --sha256 needs a value.");
        assertThat(Command.SHOW.read("--json", "main").json()).isTrue();
        assertThat(Command.SHOW.read("--", "--json").first()).isEqualTo("--json");
    }
}
