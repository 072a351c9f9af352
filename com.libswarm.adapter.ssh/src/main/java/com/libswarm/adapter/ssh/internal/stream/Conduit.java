package com.libswarm.adapter.ssh.internal.stream;

import com.libswarm.adapter.ssh.internal.io.Loop;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

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

    private final Loop loop;
    private final SocketChannel local;
    private final Channels channels;
    private final Consumer<Conduit> onEnd;
    private final Upstream up;
    private final Downstream down;

    // on the loop's thread
    private SelectionKey key;
    private boolean asked;
    private boolean refused;
    private boolean over;
    private Optional<StreamChannel> channel = Optional.empty();

    /** @param onEnd told when it is over, on the loop's thread */
    Conduit(Loop loop, SocketChannel local, Channels channels, Consumer<Conduit> onEnd) {
        this.loop = loop;
        this.local = local;
        this.channels = channels;
        this.onEnd = onEnd;
        this.up = new Upstream(loop, local, this::resume);
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
        } catch (IOException | RuntimeException gone) {
            if (channel.isPresent() && !channel.get().isOpen()) {
                // why it closed is told in a moment, and what came before is still to be written
                interest(SelectionKey.OP_READ, false);
            } else {
                end();
            }
        }
    }

    private void collect() throws IOException {
        Upstream.Next next = up.collect();
        if (next == Upstream.Next.END) {
            end();
            return;
        }
        interest(SelectionKey.OP_READ, next == Upstream.Next.READ);
        if (!asked && up.hasFirst()) {
            asked = true;
            channels.open(this);
        }
    }

    private void carry(StreamChannel carrier) throws IOException {
        Upstream.Next next = up.carry(carrier);
        interest(SelectionKey.OP_READ, next == Upstream.Next.READ);
        if (next == Upstream.Next.END) {
            carrier.end();
            endIfBothEnded();
        }
    }

    private void resume() {
        if (!over && key.isValid()) {
            pump();
        }
    }

    @Override
    public void room() {
        up.room();
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
        if (up.hasEnded() && down.hasEnded()) {
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
