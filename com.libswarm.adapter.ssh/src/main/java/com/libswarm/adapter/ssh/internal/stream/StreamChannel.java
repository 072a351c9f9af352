package com.libswarm.adapter.ssh.internal.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A channel to the engine. What comes goes to its owner at once, on MINA's thread; the window is the owner's to open again.
 * Sending copies once, into the packet, and never waits.
 */
public final class StreamChannel extends AbstractClientChannel {

    private static final int STDERR_LIMIT = 2_000;
    /** The most that an SSH packet has beside the bytes themselves. */
    private static final int OVERHEAD = 64;

    /** Who uses a channel. Called on MINA's threads; must not block. */
    interface Owner {

        /** Bytes have come; they are the owner's until the call returns. {@link StreamChannel#taken} is to be called for them. */
        void received(byte[] data, int offset, int length);

        /** There will be no more bytes. */
        void ended();

        /** There is room again for bytes to be sent. */
        void room();

        /** @param orderly whether the server has closed the channel; if not, the connection is gone, or this side closed it */
        void closed(boolean orderly);
    }

    private final Way way;
    private final Owner owner;
    private final CompletableFuture<StreamChannel> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> proven = new CompletableFuture<>();
    private final StringBuffer complaint = new StringBuffer();
    private volatile boolean closedByServer;

    public StreamChannel(Way way, Owner owner) {
        super(way.kind().type());
        this.way = way;
        this.owner = owner;
    }

    /** Completed when bytes can be sent; fails with {@link ChannelRefused}, or another exception if the connection broke. */
    public CompletableFuture<StreamChannel> ready() {
        return ready;
    }

    /** Completed when the first bytes have come; perhaps never. */
    public CompletableFuture<Void> proven() {
        return proven;
    }

    boolean isOfCommand() {
        return way.kind() == Way.Kind.COMMAND;
    }

    /** What the command over there has printed for people, and how it ended, if it was no success. */
    Optional<String> complaint() {
        Integer status = getExitStatus();
        if (status == null || status == 0) {
            return Optional.empty();
        }
        String printed = complaint.toString().strip().replaceAll("\\s+", " ");
        return Optional.of(printed.isEmpty() ? "it ended with the status " + status : printed);
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(this, futureLock);
        openFuture.addListener(opened -> {
            if (opened.getException() != null) {
                ready.completeExceptionally(opened.getException());
            }
        });
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, way.target().length() * 4 + 128);
        buffer.putString(way.kind().type());
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        switch (way.kind()) {
            case SOCKET -> {
                buffer.putString(way.target());
                buffer.putString("");
                buffer.putUInt(0);
            }
            case PORT -> {
                buffer.putString(way.target());
                buffer.putUInt(way.port());
                buffer.putString("127.0.0.1");
                buffer.putUInt(0);
            }
            default -> { }
        }
        writePacket(buffer);
        return openFuture;
    }

    @Override
    protected void doOpen() throws IOException {
        if (way.kind() != Way.Kind.COMMAND) {
            ready.complete(this);
            return;
        }
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, way.target().length() * 4 + 64);
        buffer.putUInt(getRecipient());
        buffer.putString("exec");
        buffer.putBoolean(true);
        buffer.putString(way.target());
        writePacket(buffer);
    }

    @Override
    public void handleOpenFailure(Buffer buffer) {
        int at = buffer.rpos();
        int reason = buffer.getInt();
        ready.completeExceptionally(new ChannelRefused(reason, buffer.getString()));
        buffer.rpos(at);
        super.handleOpenFailure(buffer);
    }

    /** The server runs the command. */
    @Override
    public void handleSuccess() {
        ready.complete(this);
    }

    @Override
    public void handleFailure() {
        ready.completeExceptionally(new ChannelRefused(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "it runs no command"));
        close(false);
    }

    /** How many bytes can be sent now; 0 if the server's window is full. */
    int sendable() {
        return (int) Math.min(getRemoteWindow().getSize(), getRemoteWindow().getPacketSize());
    }

    /**
     * Sends bytes.
     *
     * @param bytes as many as {@link #sendable}, at most; read to their end
     * @return done when they are on their way; until then no more are to be sent
     */
    IoWriteFuture send(ByteBuffer bytes) throws IOException {
        int n = bytes.remaining();
        getRemoteWindow().consume(n);
        Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, n + OVERHEAD);
        packet.putUInt(getRecipient());
        packet.putUInt(n);
        packet.ensureCapacity(n);
        bytes.get(packet.array(), packet.wpos(), n);
        packet.wpos(packet.wpos() + n);
        return writePacket(packet);
    }

    /** This side has no more bytes to send. */
    void end() throws IOException {
        sendEof();
    }

    /** Bytes that came are gone from memory: the server may send as many again. */
    void taken(int bytes) {
        try {
            if (bytes > 0 && isOpen()) {
                getLocalWindow().release(bytes);
            }
        } catch (IOException gone) {
            close(false);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        proven.complete(null);
        owner.received(data, offset, (int) length);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        int room = STDERR_LIMIT - complaint.length();
        complaint.append(new String(data, offset, (int) Math.min(length, Math.max(0, room)), StandardCharsets.UTF_8));
        taken((int) length);
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        owner.room();
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        owner.ended();
    }

    @Override
    public void handleClose() throws IOException {
        closedByServer = true;
        super.handleClose();
    }

    @Override
    protected void preClose() {
        super.preClose();
        ready.completeExceptionally(new IOException("the connection broke off"));
        owner.closed(closedByServer);
    }
}
