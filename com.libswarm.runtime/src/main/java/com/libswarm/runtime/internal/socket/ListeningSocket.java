package com.libswarm.runtime.internal.socket;

import com.libswarm.api.adapter.Acceptor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;

/**
 * One listening socket of one link. While it has an acceptor, connections go there; while it has none, during a swap, new ones
 * wait in the kernel and those that were given back wait here.
 */
public final class ListeningSocket {

    private static final int BACKLOG = 1024;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Sockets sockets;
    private final ListenAddress address;
    private final ServerSocketChannel channel;
    private final String url;
    private final BiConsumer<Level, String> journal;

    // guarded by this
    private final Queue<Quiet> given = new ArrayDeque<>();
    private Optional<Acceptor> acceptor = Optional.empty();
    private boolean closed;

    // of the accepting thread
    private OptionalLong toldAt = OptionalLong.empty();

    private record Quiet(SocketChannel connection, ByteBuffer received, Optional<SSLEngine> session) {
    }

    ListeningSocket(Sockets sockets, ListenAddress address, BiConsumer<Level, String> journal) throws IOException {
        this.sockets = sockets;
        this.address = address;
        this.journal = journal;
        this.channel = open(address);
        this.url = address.bound(channel.getLocalAddress());
    }

    private static ServerSocketChannel open(ListenAddress address) throws IOException {
        boolean unix = address.file().isPresent();
        ServerSocketChannel channel = unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        try {
            if (unix) {
                removeStale(address.file().get());
            } else {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            channel.bind(address.address(), BACKLOG);
            if (unix) {
                Files.setPosixFilePermissions(address.file().get(), PosixFilePermissions.fromString("rw-rw----"));
            }
            channel.configureBlocking(false);
            return channel;
        } catch (IOException why) {
            channel.close();
            throw new IOException("Cannot listen on " + address.url() + ": " + reason(why) + ".", why);
        }
    }

    private static String reason(IOException why) {
        String text = String.valueOf(why.getMessage());
        if (why instanceof BindException || text.contains("in use")) {
            return text.contains("in use") ? "it is in use already" : text;
        }
        if (why instanceof NoSuchFileException || text.contains("No such file")) {
            return "its folder does not exist";
        }
        return why instanceof SocketException || !text.isBlank() ? text : why.getClass().getSimpleName();
    }

    /** Whether it could listen there; a port is bound for a moment. The exception says why it could not. */
    static void check(ListenAddress address) throws IOException {
        if (address.file().isEmpty()) {
            open(address).close();
            return;
        }
        Path file = address.file().get();
        Path folder = Optional.ofNullable(file.getParent()).orElse(file);
        try {
            checkFree(file);
        } catch (IOException why) {
            throw new IOException("Cannot listen on " + address.url() + ": " + reason(why) + ".", why);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("Cannot listen on " + address.url() + ": its folder does not exist.");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("Cannot listen on " + address.url() + ": its folder may not be written.");
        }
    }

    // a socket that nobody listens on is left over from a process that ended early
    private static void removeStale(Path file) throws IOException {
        checkFree(file);
        Files.deleteIfExists(file);
    }

    private static void checkFree(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (Files.isRegularFile(file) || Files.isDirectory(file)) {
            throw new BindException("there is a file that is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(file));
        } catch (IOException nobody) {
            return;
        }
        throw new BindException("Address already in use");
    }

    public String url() {
        return url;
    }

    /** Connections go to {@code to} from now on, first those that were given back. */
    public void accept(Acceptor to) {
        synchronized (this) {
            acceptor = Optional.of(to);
        }
        deliver();
        sockets.run(selector -> interest(selector, SelectionKey.OP_ACCEPT));
    }

    /** Connections wait from now on. */
    public void pause() {
        synchronized (this) {
            acceptor = Optional.empty();
        }
        sockets.run(selector -> interest(selector, 0));
    }

    /** Takes a quiet connection, for the acceptor to come. */
    public void release(SocketChannel connection, ByteBuffer received, Optional<SSLEngine> session) {
        boolean taken;
        synchronized (this) {
            taken = !closed && given.add(new Quiet(connection, received, session));
        }
        if (taken) {
            deliver();
        } else {
            close(connection);
        }
    }

    private void deliver() {
        while (true) {
            Acceptor to;
            Quiet quiet;
            synchronized (this) {
                if (acceptor.isEmpty() || given.isEmpty()) {
                    return;
                }
                to = acceptor.get();
                quiet = given.remove();
            }
            hand(to, quiet);
        }
    }

    private void hand(Acceptor to, Quiet quiet) {
        try {
            to.accept(quiet.connection, quiet.received, quiet.session);
        } catch (Throwable thrown) {
            journal.accept(Level.WARNING, "A connection to " + url + " was closed, because taking it failed: " + thrown);
            close(quiet.connection);
        }
    }

    /** Called by the accepting thread. */
    void ready() throws IOException {
        while (true) {
            Optional<Acceptor> to;
            synchronized (this) {
                to = acceptor;
            }
            // accepted only if it can be handed on at once
            SocketChannel connection = to.isPresent() ? channel.accept() : null;
            if (connection == null) {
                return;
            }
            connection.configureBlocking(false);
            if (address.file().isEmpty()) {
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            hand(to.get(), new Quiet(connection, ByteBuffer.allocate(0), Optional.empty()));
        }
    }

    /** Called by the accepting thread, each time that a connection cannot be taken: without files left to open that goes on for a while. */
    void failed(IOException why) {
        long now = System.nanoTime();
        if (toldAt.isEmpty() || now - toldAt.getAsLong() > QUIET_NANOS) {
            toldAt = OptionalLong.of(now);
            journal.accept(Level.WARNING, "Accepting connections on " + url + " fails, and is tried again: " + why.getMessage());
        }
    }

    private void interest(Selector selector, int ops) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.interestOps(ops);
        } else if (ops != 0 && channel.isOpen()) {
            channel.register(selector, ops, this);
        }
    }

    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            acceptor = Optional.empty();
            given.forEach(quiet -> close(quiet.connection));
            given.clear();
        }
        try {
            channel.close();
            if (address.file().isPresent()) {
                Files.deleteIfExists(address.file().get());
            }
        } catch (IOException why) {
            journal.accept(Level.WARNING, "Closing " + url + " failed: " + why.getMessage());
        }
        // the key is gone, and the port free, only after the next select
        sockets.run(Selector::selectNow);
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException alreadyGone) {
            // that is what was wanted
        }
    }
}
