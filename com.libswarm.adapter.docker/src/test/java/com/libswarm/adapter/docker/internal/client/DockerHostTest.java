package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a {@code dockerclient} without an argument asks. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class DockerHostTest {

    /** What Docker calls the folder of the context "test": the SHA-256 of its name. */
    private static final String META = "contexts/meta/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08/meta.json";
    private static final String STANDARD = "unix:///var/run/docker.sock";

    @TempDir
    Path home;

    private void write(String file, String text) throws IOException {
        Path path = home.resolve(".docker").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void writeContext(String host) throws IOException {
        write(META, "{\"Name\":\"test\",\"Endpoints\":{\"docker\":{\"Host\":\"" + host + "\",\"SkipTLSVerify\":false}}}");
    }

    private String host(String... namesAndValues) {
        var environment = new HashMap<>(Map.of("HOME", home.toString()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return DockerHost.ofEnvironment(environment);
    }

    @Test
    void isTheStandardSocketIfNothingIsSaid() throws IOException {
        assertThat(host()).isEqualTo(STANDARD);
        assertThat(DockerHost.ofEnvironment(Map.of())).isNotEmpty();
        write("config.json", "{\"auths\":{}}");
        assertThat(host("DOCKER_HOST", "", "DOCKER_CONTEXT", "")).isEqualTo(STANDARD);
    }

    @Test
    void isThatOfTheCurrentContext() throws IOException {
        write("config.json", "{\"currentContext\": \"test\"}");
        writeContext("unix:///tmp/x.sock");
        assertThat(host()).isEqualTo("unix:///tmp/x.sock");
        assertThat(host("DOCKER_CONTEXT", "default")).isEqualTo(STANDARD);
        assertThat(host("DOCKER_HOST", "tcp://h:1")).isEqualTo("tcp://h:1");
    }

    @Test
    void isThatOfTheContextThatTheEnvironmentNames() throws IOException {
        writeContext("tcp://10.0.0.7:2375");
        assertThat(host("DOCKER_CONTEXT", "test")).isEqualTo("tcp://10.0.0.7:2375");
        assertThat(DockerHost.ofEnvironment(Map.of("DOCKER_CONFIG", home.resolve(".docker").toString(), "DOCKER_CONTEXT", "test")))
                .isEqualTo("tcp://10.0.0.7:2375");
    }

    @Test
    void isNoOtherThanThatOfTheContext() {
        assertThatThrownBy(() -> host("DOCKER_CONTEXT", "gone")).isInstanceOf(Failure.class).hasMessageContaining("'gone'")
                .hasMessageContaining("docker context use");
    }

    @Test
    void isAskedByADockerClientWithoutAnArgument() throws Exception {
        try (var engine = new FakeEngine(0, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            }
        }); Swarm swarm = Swarm.create((level, source, line) -> { })) {
            String address = "tcp://127.0.0.1:" + engine.port();
            swarm.add(new DockerClient(new Loops(), Map.of("HOME", home.toString(), "DOCKER_HOST", address)));
            var chain = swarm.create("web", List.of("dockerclient"));
            assertThat(Call.ask(chain.head(), Message.of(Verb.Start, "/containers/web")).result().get(10, TimeUnit.SECONDS).status())
                    .isEqualTo(204);
            assertThat(engine.heads.element()).startsWith("POST /containers/web/start HTTP/1.1\r\n");
        }
    }

    @Test
    void isRefusedIfItCannotBeSpokenTo() {
        try (Swarm swarm = Swarm.create((level, source, line) -> { })) {
            swarm.add(new DockerClient(new Loops(), Map.of("DOCKER_HOST", "ssh://joe:secret@host")));
            assertThatThrownBy(() -> swarm.create("web", List.of("dockerclient"))).isInstanceOf(Failure.class)
                    .hasMessageContaining("ssh://***@host").hasMessageNotContaining("secret");
        }
    }
}
