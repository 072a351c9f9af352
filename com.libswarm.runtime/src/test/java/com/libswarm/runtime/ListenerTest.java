package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListenerTest {

    private final Swarm swarm = Swarm.create((level, source, line) -> { });
    private final Greeter greeter = new Greeter();

    /** Greets each connection with its word; gives those that it holds back when it drains. */
    @Declaration(name = "greeter", summary = "greets", arguments = {"WORD  what it says", "URL...  where it listens"})
    static final class Greeter implements Adapter {

        final List<String> urls = new CopyOnWriteArrayList<>();

        @Override
        public Link spawn(Context context) {
            List<SocketChannel> held = new CopyOnWriteArrayList<>();
            AtomicReference<Listener> listener = new AtomicReference<>();
            return new Link() {
                @Override
                public void send(Message message) {
                    context.next().send(message);
                }

                @Override
                public void start() throws Exception {
                    for (String url : context.args().subList(1, context.args().size())) {
                        listener.set(context.listen(url, (connection, received, session) -> greet(connection)));
                        urls.add(listener.get().url());
                    }
                }

                @Override
                public void active() {
                    if (context.args().get(0).equals("wrong")) {
                        throw new IllegalStateException("it does not act");
                    }
                }

                private void greet(SocketChannel connection) {
                    try {
                        // before the client can know of it, who may have the link replaced at once
                        held.add(connection);
                        connection.write(ByteBuffer.wrap((context.args().get(0) + "\n").getBytes(StandardCharsets.UTF_8)));
                    } catch (IOException gone) {
                        throw new IllegalStateException(gone);
                    }
                }

                @Override
                public CompletionStage<?> drain() {
                    held.forEach(connection -> listener.get().release(connection, ByteBuffer.allocate(0), Optional.empty()));
                    held.clear();
                    return CompletableFuture.completedFuture(this);
                }

                @Override
                public void stop() throws IOException {
                    for (SocketChannel connection : held) {
                        connection.close();
                    }
                }
            };
        }
    }

    @BeforeEach
    void add() {
        swarm.add(greeter);
    }

    @AfterEach
    void close() {
        swarm.close();
    }

    private static String line(SocketChannel connection) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (connection.read(one.clear()) > 0 && one.get(0) != '\n') {
            line.append((char) one.get(0));
        }
        return line.toString();
    }

    private static SocketAddress address(String url) {
        URI uri = URI.create(url);
        return uri.getScheme().equals("unix") ? UnixDomainSocketAddress.of(uri.getPath()) : new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    @Test
    void aSuccessorThatDoesNotBecomeActiveLeavesTheSocketAndItsConnectionsToTheOneBefore() throws Exception {
        Chain chain = swarm.create("web", List.of("greeter old tcp://127.0.0.1:0"));
        List<String> listens = chain.links().get(0).listens();
        try (SocketChannel before = SocketChannel.open(address(listens.get(0)))) {
            assertThat(line(before)).isEqualTo("old");

            assertThatThrownBy(() -> chain.swap(1, "greeter wrong tcp://127.0.0.1:0 tcp://localhost:0")).hasMessageContaining("it does not act");

            assertThat(chain.links().get(0).listens()).isEqualTo(listens);
            assertThat(line(before)).as("it was handed on").isEqualTo("old");
            try (SocketChannel after = SocketChannel.open(address(listens.get(0)))) {
                assertThat(line(after)).isEqualTo("old");
            }
        }
    }

    @Test
    void aSuccessorTakesOverTheSocketAndTheQuietConnections() throws Exception {
        Chain chain = swarm.create("web", List.of("greeter old tcp://127.0.0.1:0"));
        String url = chain.links().get(0).listens().get(0);
        try (SocketChannel before = SocketChannel.open(address(url))) {
            assertThat(line(before)).isEqualTo("old");

            chain.swap(1, "greeter new tcp://127.0.0.1:0");

            assertThat(line(before)).as("the connection that was given back").isEqualTo("new");
            assertThat(chain.links().get(0).listens()).containsExactly(url);
            try (SocketChannel after = SocketChannel.open(address(url))) {
                assertThat(line(after)).isEqualTo("new");
            }
        }
    }

    @Test
    void aListenerThatTheSuccessorDoesNotAskForIsClosed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("s.sock");
        Chain chain = swarm.create("web", List.of("greeter old unix://" + file + " tcp://127.0.0.1:0"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-rw----");

        chain.swap(1, "greeter new tcp://127.0.0.1:0");

        assertThat(file).doesNotExist();
    }

    @Test
    void aTakenPortIsOneClearSentenceAndTheChainStaysAsItWas() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "tcp://127.0.0.1:" + taken.getLocalPort();
            Chain chain = swarm.create("web", List.of("greeter old tcp://127.0.0.1:0"));

            assertThatThrownBy(() -> chain.swap(1, "greeter new " + url)).hasMessage("Cannot listen on " + url + ": it is in use already.");

            try (SocketChannel connection = SocketChannel.open(address(chain.links().get(0).listens().get(0)))) {
                assertThat(line(connection)).isEqualTo("old");
            }
        }
    }

    @Test
    void aDestroyedChainFreesItsPort() throws Exception {
        Chain chain = swarm.create("web", List.of("greeter old tcp://127.0.0.1:0"));
        String url = chain.links().get(0).listens().get(0);

        chain.destroy();

        assertThat(swarm.create("web", List.of("greeter new " + url)).links().get(0).listens()).containsExactly(url);
    }

    @Test
    void aSocketFileThatAnEndedProcessLeftIsReplacedAndAnyOtherFileIsNot(@TempDir Path folder) throws Exception {
        Path stale = folder.resolve("stale.sock");
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(stale));
        }
        assertThat(stale).exists();
        assertThat(swarm.create("a", List.of("greeter hello unix://" + stale)).state()).isEqualTo(ChainState.RUNNING);

        Path precious = Files.writeString(folder.resolve("precious"), "data");
        assertThatThrownBy(() -> swarm.create("b", List.of("greeter hello unix://" + precious)))
                .hasMessage("Cannot listen on unix://" + precious + ": there is a file that is no socket.");
        assertThat(precious).hasContent("data");
        assertThatThrownBy(() -> swarm.create("c", List.of("greeter hello unix://" + stale)))
                .hasMessage("Cannot listen on unix://" + stale + ": it is in use already.");
    }

    @Test
    void anAddressThatCannotBeReadIsOneClearSentence() {
        assertThatThrownBy(() -> swarm.create("a", List.of("greeter hello http://x")))
                .hasMessage("Cannot listen on 'http://x': write tcp://HOST:PORT or unix:///PATH.");
        assertThatThrownBy(() -> swarm.create("a", List.of("greeter hello unix://x.sock"))).hasMessageContaining("is not absolute");
        assertThatThrownBy(() -> swarm.create("a", List.of("greeter hello unix:///no/such/folder/x.sock"))).hasMessageContaining("its folder does not exist");
    }
}
