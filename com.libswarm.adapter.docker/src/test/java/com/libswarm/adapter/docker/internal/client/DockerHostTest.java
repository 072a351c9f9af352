package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.tls.TlsSettings;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        writeContext("\"" + host + "\"", false);
    }

    private void writeContext(String quotedHost, boolean skipVerify) throws IOException {
        write(META, "{\"Name\":\"test\",\"Metadata\":{\"Host\":\"unix:///wrong\"},\"Endpoints\":{\"other\":{\"Host\":\"unix:///wrong\"},"
                + "\"docker\":{\"Host\":" + quotedHost + ",\"SkipTLSVerify\":" + skipVerify + "}}}");
    }

    private DockerHost find(String named, String... namesAndValues) {
        var environment = new HashMap<>(Map.of("HOME", home.toString()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return DockerHost.of(named, Optional.empty(), environment);
    }

    private String host(String... namesAndValues) {
        return find("", namesAndValues).address().toString();
    }

    @Test
    void isTheStandardSocketIfNothingIsSaid() throws IOException {
        assertThat(host()).isEqualTo(STANDARD);
        assertThat(DockerHost.of("", Optional.empty(), Map.of()).tls()).isEmpty();
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
        assertThat(DockerHost.of("", Optional.empty(), Map.of("DOCKER_CONFIG", home.resolve(".docker").toString(), "DOCKER_CONTEXT", "test"))
                .address()).hasToString("tcp://10.0.0.7:2375");
    }

    @Test
    void isThatOfTheContextThatTheSpecNames() throws IOException {
        writeContext("\"unix:\\/\\/\\/tmp\\/\\u0078 y.sock\"", false);
        assertThat(find("context:test", "DOCKER_HOST", "tcp://h:1").address()).hasToString("unix:///tmp/x y.sock");
        assertThat(find("context:default", "DOCKER_HOST", "tcp://h:1", "DOCKER_CONTEXT", "test").address()).hasToString("tcp://h:1");
        assertThatThrownBy(() -> find("context:gone")).isInstanceOf(Failure.class).hasMessageContaining("no docker context 'gone'");
        assertThatThrownBy(() -> find("context:../test")).isInstanceOf(Failure.class);
    }

    @Test
    void speaksTlsAsTheContextSays() throws IOException {
        writeContext("tcp://h");
        assertThat(find("context:test", "DOCKER_TLS_VERIFY", "1")).isEqualTo(new DockerHost(Address.parse("tcp://h:2375", 0), Optional.empty(), Optional.empty()));
        Path folder = home.resolve(".docker").resolve(META.replace("/meta/", "/tls/").replace("/meta.json", "/docker"));
        write(home.resolve(".docker").relativize(folder.resolve("ca.pem")).toString(), "");
        var trusting = new TlsSettings(true, Optional.of(folder.resolve("ca.pem")), Optional.empty(), Optional.empty());
        assertThat(find("context:test")).isEqualTo(new DockerHost(Address.parse("tcp://h:2376", 0), Optional.of(trusting), Optional.empty()));
        writeContext("\"tcp://h\"", true);
        assertThat(find("context:test").tls().orElseThrow().verify()).isFalse();
        assertThatThrownBy(() -> DockerHost.of("context:test", Optional.of(trusting), Map.of("HOME", home.toString())))
                .isInstanceOf(Failure.class).hasMessageContaining("leave the TLS options out");
    }

    @Test
    void speaksTlsAsTheEnvironmentSays() throws IOException {
        TlsSettings verifying = find("tcp://h", "DOCKER_TLS_VERIFY", "1").tls().orElseThrow();
        Path folder = home.resolve(".docker");
        assertThat(verifying).isEqualTo(new TlsSettings(true, Optional.of(folder.resolve("ca.pem")), Optional.empty(), Optional.empty()));
        write("cert.pem", "");
        write("key.pem", "");
        TlsSettings trusting = find("", "DOCKER_HOST", "tcp://h", "DOCKER_TLS", "1", "DOCKER_CERT_PATH", folder.toString()).tls().orElseThrow();
        assertThat(trusting.verify()).isFalse();
        assertThat(trusting.cert()).contains(folder.resolve("cert.pem"));
        assertThat(find("tcp://h", "DOCKER_TLS_VERIFY", "").tls()).isEmpty();
        assertThat(find("unix:///x", "DOCKER_TLS_VERIFY", "1").tls()).isEmpty();
        assertThatThrownBy(() -> DockerHost.of("unix:///x", Optional.of(trusting), Map.of())).isInstanceOf(Failure.class)
                .hasMessageContaining("TLS is spoken on TCP only");
    }

    @ParameterizedTest
    @CsvSource({"tcp://h, tcp://h:2375", "tcp://h:1/, tcp://h:1", "h:1, tcp://h:1", "tcp://:1, tcp://localhost:1",
        "tcp://[::1]:1, tcp://[::1]:1", "tcp://docker_engine:1, tcp://docker_engine:1", "unix:///x, unix:///x"})
    void readsAddressesAsDockerDoes(String written, String address) {
        assertThat(find(written).address()).hasToString(address);
        assertThat(find("", "DOCKER_HOST", written).address()).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({"npipe:////./pipe/docker_engine, Windows", "fd://, systemd", "http://h, neither", "tcp://h:99999, neither",
        "tcp://joe:secret@h:1, neither", "tcp://h:1/path, neither", "unix://, neither", "tcp://, neither", "nonsense, neither"})
    void refusesOtherAddressesInASentence(String written, String says) throws IOException {
        writeContext(written);
        for (String named : List.of(written, "context:test")) {
            assertThatThrownBy(() -> find(named)).isInstanceOf(Failure.class).hasMessageContaining(says).hasMessageContaining("tcp://HOST:PORT")
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"ssh://h, ssh h", "ssh://me@h:22, ssh me@h:22", "ssh://[::1]:22, ssh [::1]:22", "ssh://me@h/run/d.sock, ssh me@h --socket /run/d.sock",
        "ssh://h/, ssh h"})
    void anEngineBehindSshIsALinkOfItsOwn(String written, String spec) throws IOException {
        writeContext(written);
        for (DockerHost host : List.of(find(written), find("", "DOCKER_HOST", written, "DOCKER_TLS_VERIFY", "1"), find("context:test"))) {
            assertThat(host.ssh().orElseThrow().spec()).isEqualTo(spec);
            assertThat(host.tls()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"ssh://joe:secret@h", "ssh://", "ssh://h:port", "ssh://-oProxyCommand=x", "ssh://h'; debug '"})
    void refusesWhatNoSshServerIsCalled(String written) throws IOException {
        writeContext(written);
        for (String named : List.of(written, "context:test")) {
            assertThatThrownBy(() -> find(named)).isInstanceOf(Failure.class).hasMessageContaining("ssh://USER@HOST:PORT/PATH")
                    .hasMessageNotContaining("secret");
        }
        var tls = new TlsSettings(false, Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> DockerHost.of("ssh://h", Optional.of(tls), Map.of())).isInstanceOf(Failure.class)
                .hasMessageContaining("leave the TLS options out");
    }

    /** A link that another bundle would bring. */
    @Declaration(name = "ssh", summary = "answers instead of an SSH server", arguments = "HOST  a host", options = "--socket PATH  a socket")
    private static final class Tunnel implements Adapter {

        @Override
        public Link spawn(Context context) {
            return message -> {
                message.body().cancel();
                message.reply(Message.value(context.args().get(0), context.option("socket").get(0)));
            };
        }
    }

    @Test
    void aDockerClientPassesAllOnToTheLinkThatLeadsThere() throws Exception {
        try (Swarm swarm = Swarm.create((level, source, line) -> { })) {
            swarm.add(new Tunnel());
            swarm.add(new DockerClient(new Loops(), Map.of("DOCKER_HOST", "ssh://me@h/run/d.sock")));
            var chain = swarm.create("web", List.of("dockerclient"));
            assertThat(Call.ask(chain.head(), Message.of(Verb.Ls, "/containers")).result().get(10, TimeUnit.SECONDS).args().words())
                    .containsExactly("me@h", "/run/d.sock");
            assertThat(chain.planSwap("1", "dockerclient ssh://other").toString()).contains("plan 'ssh other'");
        }
    }

    @Test
    void isNoOtherThanThatOfTheContext() throws IOException {
        assertThatThrownBy(() -> host("DOCKER_CONTEXT", "gone")).isInstanceOf(Failure.class).hasMessageContaining("'gone'")
                .hasMessageContaining("docker context ls");
        write("config.json", "{\"currentContext\": \"test\"}");
        write(META, "{\"Name\":\"test\"}");
        assertThatThrownBy(this::host).isInstanceOf(Failure.class).hasMessageContaining("names no engine").hasMessageContaining("docker context use");
        write(META, "{");
        assertThatThrownBy(this::host).isInstanceOf(Failure.class).hasMessageContaining("meta.json: it is no JSON");
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
