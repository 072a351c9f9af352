package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command of the shell, through {@code swarmd sh}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShellCommandsTest {

    private final int port = FreePort.find();
    private Swarmd swarmd;

    @BeforeAll
    void start() {
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "debug", "simulator web db");
    }

    @AfterAll
    void stop() {
        swarmd.close();
    }

    @Test
    void listsTheAdapters() {
        assertThat(swarmd.mustSh("swarm:adapters")).contains("dockerserver").contains("is a Docker engine in memory");
        assertThat(swarmd.mustSh("swarm:adapters --json")).startsWith("[").contains("\"name\":\"simulator\"");
    }

    @Test
    void helpsWithAnAdapter() {
        assertThat(swarmd.mustSh("swarm:help dockerserver")).contains("URL").contains("tcp://localhost:4243").contains("--insecure");
    }

    @Test
    void listsAndShowsTheChains() {
        assertThat(swarmd.mustSh("swarm:chains")).contains("main").contains("running").contains("simulator web db");
        assertThat(swarmd.mustSh("swarm:chains --json")).startsWith("[{\"name\":\"main\",\"state\":\"running\",\"limits\":{\"drain\":\"30s\",")
                .contains("\"links\":[{\"number\":1,");
        assertThat(swarmd.mustSh("swarm:show main").lines()).anyMatch(line -> line.matches("3 +running .*simulator web db.*"))
                .anyMatch(line -> line.matches("1 +running .*127\\.0\\.0\\.1:" + port + ".*"));
    }

    @Test
    void makesStopsStartsAndDestroysAChain() throws IOException {
        int other = FreePort.find();
        swarmd.mustSh("swarm:create other 'dockerserver tcp://127.0.0.1:" + other + "' 'simulator \"single\"'");
        assertThat(containers(other)).contains("/single");

        swarmd.mustSh("swarm:stop other");
        assertThat(swarmd.mustSh("swarm:show other")).contains("stopped");
        Outcome refused = swarmd.sh("swarm:send other Ls /containers");
        assertThat(refused.status()).isNotZero();
        assertThat(refused.err()).contains("other").contains("stopped");

        swarmd.mustSh("swarm:start other");
        assertThat(containers(other)).contains("/single");

        swarmd.mustSh("swarm:destroy other");
        assertThat(swarmd.mustSh("swarm:chains")).doesNotContain("other");
    }

    private static String containers(int port) throws IOException {
        return RawConnection.exchange(port, "GET /containers/json HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
    }

    @Test
    void changesTheLinksOfAChain() {
        swarmd.mustSh("swarm:create links 'simulator one'");
        swarmd.mustSh("swarm:insert links 1 debug");
        swarmd.mustSh("swarm:swap links 2 'simulator two'");
        assertThat(swarmd.mustSh("swarm:send links Ls /containers")).contains("/two");
        assertThat(swarmd.mustSh("swarm:show links").lines()).anyMatch(line -> line.startsWith("1 ") && line.contains("debug"));
        swarmd.mustSh("swarm:remove links 1");
        // it is shown until it has stopped
        swarmd.program().await("the end of debug", () -> !swarmd.mustSh("swarm:show links").contains("debug"));
        swarmd.mustSh("swarm:destroy links");
    }

    @Test
    void aChainWaitsForItsAdapter() {
        assertThat(swarmd.mustSh("swarm:create waits 'registry'")).contains("waits is waiting").contains("registry");
        swarmd.withConformanceKit();
        swarmd.program().await("the chain", () -> swarmd.mustSh("swarm:chains").lines().anyMatch(line -> line.matches("waits +running .*")));
        swarmd.mustSh("swarm:send waits Spawn /registry/web address=10.0.0.1 port=80");
        assertThat(swarmd.mustSh("swarm:send waits Ls /registry")).contains("web");
        swarmd.mustSh("swarm:destroy waits");
    }

    @Test
    void sendsAMessageAndPrintsTheReply(@TempDir Path temp) throws IOException {
        assertThat(swarmd.mustSh("swarm:send main Ls /containers all=1")).startsWith("[{").contains("/web");
        assertThat(swarmd.mustSh("swarm:send -i main Get /_ping -H 'User-Agent: test'")).startsWith("Set 200\n").endsWith("OK");
        Path body = Files.writeString(temp.resolve("create.json"), "{\"Image\":\"busybox\",\"Cmd\":[\"true\"]}");
        assertThat(swarmd.mustSh("swarm:send main Spawn /containers name=from-file @" + body)).contains("\"Id\"");
        Program piped = swarmd.startSh("swarm:send main Spawn /containers name=from-pipe @-");
        piped.write(Files.readString(body));
        piped.endInput();
        assertThat(piped.finish().status()).isZero();
        assertThat(swarmd.mustSh("swarm:send main Ls /containers all=1")).contains("/from-file").contains("/from-pipe");
        piped.close();
    }

    @Test
    void sendPrintsABodyAsItComesAndEndsWithASignal() {
        try (Program events = swarmd.startSh("swarm:send main Watch /events")) {
            events.await("the first event", () -> {
                swarmd.mustSh("swarm:send main Set /containers/web kill signal=URG");
                return events.out().contains("kill");
            });
            events.signal("INT");
            assertThat(events.finish().status()).isNotZero();
        }
        // the request was cancelled, so nothing is left that a swap would wait for
        swarmd.mustSh("swarm:swap main 2 debug");
        swarmd.program().await("the end of the old link", () -> !swarmd.mustSh("swarm:show main").contains("draining"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            swarm:help debugg                       | Did you mean 'debug'?
            swarm:create                            | Usage: swarm:create
            swarm:create main debug                 | 'main'
            swarm:create a/b debug                  | 'a/b'
            swarm:create x 'debug "unclosed'        | quote
            swarm:create x 'dockerserver --nothing' | --nothing
            swarm:show none                         | no chain 'none'
            swarm:start none                        | no chain 'none'
            swarm:stop none                         | no chain 'none'
            swarm:destroy none                      | no chain 'none'
            swarm:send main Nothing /               | Nothing
            swarm:send main Get /containers/none    | No such container: none
            swarm:send main Get relative            | relative
            swarm:send main Spawn /x @/no/such/file | /no/such/file
            swarm:swap main 9 debug                 | no link 9
            swarm:swap main two debug               | 'two'
            swarm:swap main 2 'fakeclient never'    | never
            swarm:swap main 2 nothing               | nothing
            swarm:insert main 9 debug               | in front of link 9
            swarm:remove main 0                     | no link 0
            swarm:nothing                           | swarm:nothing
            """)
    void whatCannotBeDoneIsOneSentenceAndAStatus(String command, String said) {
        Outcome outcome = swarmd.sh(command);

        assertThat(outcome.status()).as(outcome.toString()).isNotZero();
        assertThat(outcome.err()).contains(said).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(swarmd.mustSh("swarm:chains")).contains("running");
    }
}
