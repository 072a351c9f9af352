package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;

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
            session.execute("swarm:limits shelled drain=10s streams=1h30m");
            session.execute("swarm:plan --json swap shelled 2 'simulator other'");
            session.execute("swarm:plan remove shelled 1");
            session.execute("swarm:history --json shelled");
            session.execute("swarm:show --json shelled");
            session.execute("swarm:destroy shelled");
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"name\":\"shelled\"", "\"/db\"",
                "drain=10s streams=1h30m", "Replaces the link shelled/2 'simulator db' by 'simulator other'.", "\"wouldFail\":false",
                "Takes the link shelled/1 'debug' out of its chain", "\"kind\":\"swap\"", "\"limits\":{\"drain\":\"10s\",\"streams\":\"1h30m\"}")
                .doesNotContain("\tat ");
    }
}
