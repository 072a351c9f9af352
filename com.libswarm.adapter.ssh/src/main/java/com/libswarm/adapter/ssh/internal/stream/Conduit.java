package com.libswarm.adapter.ssh.internal.stream;

import com.libswarm.adapter.ssh.internal.io.Loop;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.common.io.IoWriteFuture;

/**
 * One local connection and the channel that carries it on:
 *
 * <pre>
 *   local socket --> first bytes, then channel when there is one --> engine     on the loop's thread
 *   local socket &lt;-- at once, or when the socket takes it       &lt;-- engine     on MINA's thread, or the loop's
 * </pre>
 *
 * <p>Each direction ends by itself, and each slows the other side's sender: upwards by not reading the socket, downwards by the
 * channel's window, which is opened again for what the socket has taken.
 */
public final class Conduit implements StreamChannel.Owner {

    /** Gives out channels. */
    public interface Channels {

        /** Answers sooner or later with {@link Conduit#carriedBy} or {@link Conduit#refuse}. Must not block. */
        void open(Conduit conduit);

        /** It needs none any more. */
        void forget(Conduit conduit);

        /** What is said to those whose request was sent when the connection broke off. */
        Failure brokenOff();

        /** The same when a command over there, which leads to the engine, has failed. */
        Failure commandFailed(String complaint);
    }

    private static final int FIRST_LIMIT = 64 * 1024;
    /** How much is sent for one connection before the others have their turn. */
    private static final int TURNS = 8;

    private final Loop loop;
    private final SocketChannel local;
    private final Channels channels;
    private final Consumer<Conduit> onEnd;
    private final Downstream down;

    // on the loop's thread
    private SelectionKey key;
    private ByteBuffer first = ByteBuffer.allocate(0);
    private boolean asked;
    private boolean refused;
    private boolean upEnded;
    private boolean over;
    private Optional<StreamChannel> channel = Optional.empty();
    private volatile boolean waitsForRoom;

    /** @param onEnd told when it is over, on the loop's thread */
    Conduit(Loop loop, SocketChannel local, Channels channels, Consumer<Conduit> onEnd) {
        this.loop = loop;
        this.local = local;
        this.channels = channels;
        this.onEnd = onEnd;
        this.down = new Downstream(local);
    }

    /** On the loop's thread. */
    void begin() throws IOException {
        key = loop.register(local, SelectionKey.OP_READ, this::ready);
    }

    private void ready() {
        if (!key.isValid()) {
            return;
        }
        if (key.isWritable()) {
            flush();
        }
        if (key.isValid() && key.isReadable()) {
            pump();
        }
    }

    private void interest(int operation, boolean on) {
        if (key.isValid()) {
            key.interestOps(on ? key.interestOps() | operation : key.interestOps() & ~operation);
        }
    }

    private void pump() {
        try {
            if (refused) {
                discard();
            } else if (channel.isPresent()) {
                carry(channel.get());
            } else {
                collect();
            }
        } catch (IOException gone) {
            if (channel.isPresent() && !channel.get().isOpen()) {
                // why it closed is told in a moment, and what came before is still to be written
                interest(SelectionKey.OP_READ, false);
            } else {
                end();
            }
        }
    }

    /** The first bytes ask for a channel: who connects and says nothing needs none. */
    private void collect() throws IOException {
        ByteBuffer bytes = loop.buffer();
        bytes.limit(FIRST_LIMIT - first.remaining());
        int n = local.read(bytes);
        if (n < 0) {
            end();
            return;
        }
        first = ByteBuffer.allocate(first.remaining() + n).put(first).put(bytes.flip()).flip();
        if (first.remaining() >= FIRST_LIMIT) {
            interest(SelectionKey.OP_READ, false);
        }
        if (!asked && first.hasRemaining()) {
            asked = true;
            channels.open(this);
        }
    }

    private void carry(StreamChannel carrier) throws IOException {
        for (int turn = 0; turn < TURNS && !upEnded && !over; turn++) {
            int room = carrier.sendable();
            if (room <= 0) {
                waitForRoom(carrier);
                return;
            }
            ByteBuffer bytes = next(room);
            boolean perhapsMore = first.hasRemaining() || bytes.remaining() >= Math.min(room, bytes.capacity());
            if (bytes.hasRemaining()) {
                IoWriteFuture sent = carrier.send(bytes);
                if (!sent.isDone()) {
                    interest(SelectionKey.OP_READ, false);
                    sent.addListener(done -> loop.execute(this::resume));
                    return;
                }
            }
            if (!perhapsMore) {
                break;
            }
        }
        if (upEnded) {
            interest(SelectionKey.OP_READ, false);
            carrier.end();
            endIfBothEnded();
        } else if (first.hasRemaining()) {
            loop.execute(this::resume);
        } else {
            interest(SelectionKey.OP_READ, true);
        }
    }

    /** Bytes to be sent; empty if there are none now. Notes the end. */
    private ByteBuffer next(int room) throws IOException {
        if (first.hasRemaining()) {
            int n = Math.min(room, first.remaining());
            ByteBuffer part = first.slice(first.position(), n);
            first.position(first.position() + n);
            return part;
        }
        ByteBuffer bytes = loop.buffer();
        bytes.limit(Math.min(bytes.capacity(), room));
        upEnded = local.read(bytes) < 0;
        return bytes.flip();
    }

    private void waitForRoom(StreamChannel carrier) {
        interest(SelectionKey.OP_READ, false);
        waitsForRoom = true;
        if (carrier.sendable() > 0) {
            room();
        }
    }

    private void resume() {
        if (!over && key.isValid()) {
            pump();
        }
    }

    @Override
    public void room() {
        if (waitsForRoom) {
            waitsForRoom = false;
            loop.execute(this::resume);
        }
    }

    /** There is a channel: what waits is sent. Any thread. */
    public void carriedBy(StreamChannel carrier) {
        loop.execute(() -> {
            if (over) {
                carrier.close(false);
                return;
            }
            channel = Optional.of(carrier);
            pump();
        });
    }

    /** There will be none: whoever sent the request is told why. Any thread. */
    public void refuse(Failure why) {
        loop.execute(() -> {
            if (!over && !refused) {
                refused = true;
                channel.ifPresent(carrier -> carrier.close(false));
                interest(SelectionKey.OP_READ, true);
                if (!down.answer(Refusal.of(why))) {
                    interest(SelectionKey.OP_WRITE, true);
                }
            }
        });
    }

    /** What comes after a refusal is thrown away until the other side has read it, and closes. */
    private void discard() throws IOException {
        if (local.read(loop.buffer()) < 0) {
            end();
        }
    }

    @Override
    public void received(byte[] data, int offset, int length) {
        int written = down.write(data, offset, length);
        if (written < length) {
            loop.execute(() -> interest(SelectionKey.OP_WRITE, true));
        }
        taken(written);
    }

    private void taken(int bytes) {
        down.carrier().ifPresent(carrier -> carrier.taken(bytes));
    }

    /** The channel that will bring bytes. Before it is opened. */
    public void expects(StreamChannel carrier) {
        down.expects(carrier);
    }

    private void flush() {
        int written = down.flush();
        if (down.isFlushed()) {
            interest(SelectionKey.OP_WRITE, false);
        }
        taken(written);
        if (down.isOver()) {
            end();
        } else {
            endIfBothEnded();
        }
    }

    @Override
    public void ended() {
        if (down.isUntouched() && down.carrier().filter(StreamChannel::isOfCommand).isPresent()) {
            // whether the command has failed is known when the channel closes, and then there is something to say
            return;
        }
        down.end();
        loop.execute(this::endIfBothEnded);
    }

    private void endIfBothEnded() {
        if (upEnded && down.hasEnded()) {
            end();
        }
    }

    @Override
    public void closed(boolean orderly) {
        loop.execute(() -> {
            if (channel.isEmpty() || refused || over) {
                // whoever opened it says what happens
                return;
            }
            Optional<String> complaint = channel.flatMap(StreamChannel::complaint);
            if (down.isUntouched() && complaint.isPresent()) {
                refuse(channels.commandFailed(complaint.get()));
            } else if (down.isUntouched() && !orderly) {
                refuse(channels.brokenOff());
            } else if (down.close()) {
                end();
            } else {
                interest(SelectionKey.OP_WRITE, true);
            }
        });
    }

    /** Ends all of it. On the loop's thread. */
    void end() {
        if (!over) {
            over = true;
            channels.forget(this);
            down.discard();
            channel.ifPresent(carrier -> carrier.close(false));
            key.cancel();
            try {
                local.close();
            } catch (IOException alreadyGone) {
                // there is nothing left to end
            }
            onEnd.accept(this);
        }
    }
}
