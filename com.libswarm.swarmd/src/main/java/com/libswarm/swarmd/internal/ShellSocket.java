package com.libswarm.swarmd.internal;

import com.libswarm.swarmd.internal.wire.Frame;
import com.libswarm.swarmd.internal.wire.FrameChannel;
import com.libswarm.swarmd.internal.wire.FrameType;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The socket {@code shell.sock} in a home, through which {@code swarmd sh} comes. Only its owner can open it. */
final class ShellSocket implements AutoCloseable {

    static final String NAME = "shell.sock";

    private final Path home;
    private final Supplier<Gogo> gogo;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private ShellSocket(Path home, Supplier<Gogo> gogo, ServerSocketChannel server) {
        this.home = home;
        this.gogo = gogo;
        this.server = server;
    }

    /**
     * Listens. The caller holds the home's lock, so a socket that is there already is a dead one's.
     *
     * @param gogo starts it if nobody has
     */
    static ShellSocket open(Path home, Supplier<Gogo> gogo) throws IOException {
        // Bound in a folder that is closed to others and moved when its permissions are right: nobody slips in before that.
        Path closed = home.resolve(".s");
        Path bound = closed.resolve("s");
        if (!Files.exists(closed)) {
            Files.createDirectory(closed, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.deleteIfExists(bound);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(bound));
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
            Files.move(bound, home.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(closed);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        var socket = new ShellSocket(home, gogo, server);
        new Thread(socket::accept, "swarmd-sh").start();
        return socket;
    }

    private void accept() {
        try {
            for (int number = 1;; number++) {
                SocketChannel client = server.accept();
                clients.add(client);
                new Thread(() -> serve(client), "swarmd-sh-" + number).start();
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private void serve(SocketChannel client) {
        var channel = new FrameChannel(client);
        try {
            new ShellConnection(channel, gogo, home).run();
        } catch (LinkageError noGogo) {
            refuse(channel, noGogo);
        } finally {
            clients.remove(client);
        }
    }

    /** Without Gogo's bundles not even the class that talks to clients can be loaded. */
    private static void refuse(FrameChannel client, LinkageError noGogo) {
        String sentence = "swarmd: " + Daemon.notThere(noGogo).getMessage() + "\n";
        try (client) {
            client.read();
            client.write(new Frame(FrameType.ERROR_OUTPUT, sentence.getBytes(StandardCharsets.UTF_8)));
            client.write(Frame.numbers(FrameType.EXIT, 1));
        } catch (IOException gone) {
            // Then nobody wants to know.
        }
    }

    /** Nobody comes in any more, and those who are in are sent away. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(home.resolve(NAME));
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
