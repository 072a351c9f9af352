package com.libswarm.adapter.ssh.internal.stream;

import com.libswarm.adapter.ssh.internal.io.Loop;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The unix socket at which a link's tunnel begins, in a folder that none but this process's user can enter. It is the link's own and
 * not the runtime's: the instance that takes the link's place has another, so that neither gets the other's connections.
 */
public final class LocalEnd {

    private static final long CLOSE_SECONDS = 5;

    private final Loop loop;
    private final Path folder;
    private final ServerSocketChannel server;
    private final Conduit.Channels channels;
    // on the loop's thread
    private final Set<Conduit> conduits = new HashSet<>();

    private LocalEnd(Loop loop, Path folder, ServerSocketChannel server, Conduit.Channels channels) {
        this.loop = loop;
        this.folder = folder;
        this.server = server;
        this.channels = channels;
    }

    /** Listens; each connection asks {@code channels} for one when it says something. */
    public static LocalEnd open(Loop loop, Conduit.Channels channels) throws IOException {
        Path folder = Files.createTempDirectory("swarmd-ssh-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var end = new LocalEnd(loop, folder, server, channels);
        try {
            server.bind(UnixDomainSocketAddress.of(end.socket()));
            Files.setPosixFilePermissions(end.socket(), PosixFilePermissions.fromString("rw-------"));
            server.configureBlocking(false);
        } catch (IOException | RuntimeException failed) {
            server.close();
            end.remove();
            throw failed;
        }
        loop.execute(end::register);
        return end;
    }

    public Path socket() {
        return folder.resolve("engine.sock");
    }

    private void register() {
        try {
            if (server.isOpen()) {
                loop.register(server, SelectionKey.OP_ACCEPT, this::accept);
            }
        } catch (IOException closed) {
            // nobody can connect, which everybody who tries is told
        }
    }

    private void accept() {
        try {
            for (SocketChannel local = server.accept(); local != null; local = server.accept()) {
                local.configureBlocking(false);
                var conduit = new Conduit(loop, local, channels, conduits::remove);
                conduits.add(conduit);
                conduit.begin();
            }
        } catch (IOException noSocket) {
            // out of files perhaps: who connects waits
        }
    }

    /** Closes all connections and removes the socket. Waits for that. */
    public void close() {
        var closed = new CompletableFuture<Void>();
        loop.execute(() -> {
            List.copyOf(conduits).forEach(Conduit::end);
            try {
                server.close();
            } catch (IOException alreadyClosed) {
                // there is nothing left to end
            }
            closed.complete(null);
        });
        closed.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        remove();
    }

    private void remove() {
        for (Path path : List.of(socket(), folder)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException inTheWay) {
                // a folder of the system's temporary files
            }
        }
    }
}
