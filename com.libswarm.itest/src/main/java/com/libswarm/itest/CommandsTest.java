package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Test;

class CommandsTest {

    @Test
    void chainsAreMadeShownAndAskedFromTheShell() throws Exception {
        await().until(() -> Container.CONTEXT.getServiceReferences((String) null, "(osgi.command.scope=swarm)") != null);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (CommandSession session = Container.service(CommandProcessor.class).createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            session.execute("swarm:create shelled debug 'simulator web'");
            session.execute("swarm:chains --json");
            session.execute("swarm:swap shelled 2 'simulator db'");
            session.execute("swarm:send shelled Ls /containers");
            session.execute("swarm:destroy shelled");
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"name\":\"shelled\"", "\"/db\"").doesNotContain("\tat ");
    }
}
