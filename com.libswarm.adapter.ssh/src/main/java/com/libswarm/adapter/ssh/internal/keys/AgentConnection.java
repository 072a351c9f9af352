package com.libswarm.adapter.ssh.internal.keys;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** An ssh-agent, asked over its unix socket (draft-ietf-sshm-ssh-agent). An agent that does not answer in some seconds is given up. */
final class AgentConnection extends AbstractAgentProxy {

    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);
    private static final int ANSWER_LIMIT = 256 * 1024;

    private final SocketChannel socket;
    private final Selector selector;
    private final Predicate<PublicKey> offered;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param offered which of its keys it is asked for */
    AgentConnection(Path path, Predicate<PublicKey> offered) throws IOException {
        super(null);
        this.offered = offered;
        this.socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
            socket.configureBlocking(false);
            selector = Selector.open();
            socket.register(selector, 0);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() throws IOException {
        List<Map.Entry<PublicKey, String>> wanted = new ArrayList<>();
        for (Map.Entry<PublicKey, String> identity : super.getIdentities()) {
            if (offered.test(identity.getKey())) {
                wanted.add(identity);
            }
        }
        return wanted;
    }

    @Override
    protected synchronized Buffer request(Buffer request) throws IOException {
        long end = System.nanoTime() + ANSWER_TIME.toNanos();
        pass(ByteBuffer.wrap(request.array(), request.rpos(), request.available()), SelectionKey.OP_WRITE, end);
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        pass(length, SelectionKey.OP_READ, end);
        int size = length.getInt(0);
        if (size < 1 || size > ANSWER_LIMIT) {
            throw new IOException("The ssh-agent answers with " + size + " bytes.");
        }
        ByteBuffer answer = ByteBuffer.allocate(size);
        pass(answer, SelectionKey.OP_READ, end);
        return new ByteArrayBuffer(answer.array());
    }

    private void pass(ByteBuffer bytes, int operation, long end) throws IOException {
        while (bytes.hasRemaining()) {
            int n = operation == SelectionKey.OP_READ ? socket.read(bytes) : socket.write(bytes);
            if (n < 0) {
                throw new EOFException("The ssh-agent closed the connection.");
            }
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (n == 0 && millis <= 0) {
                throw new SocketTimeoutException("The ssh-agent does not answer.");
            }
            if (n == 0) {
                socket.keyFor(selector).interestOps(operation);
                selector.select(millis);
                selector.selectedKeys().clear();
            }
        }
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public void close() throws IOException {
        if (!closed.getAndSet(true)) {
            try (selector; socket) {
                super.close();
            } catch (UncheckedIOException alreadyGone) {
                throw alreadyGone.getCause();
            }
        }
    }
}
