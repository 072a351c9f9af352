package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.stream.StreamChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** A connection that is logged in, with those to the hosts on the way to it. Its count of channels belongs to the {@link Tunnel}. */
final class Connection {

    private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

    private final ClientSession session;
    private final List<ClientSession> way;
    private volatile Optional<String> cause = Optional.empty();

    // guarded by the tunnel
    private int channels;
    private int limit = Integer.MAX_VALUE;

    /** @param way the sessions on the way to it, the nearest first */
    Connection(ClientSession session, List<ClientSession> way) {
        this.session = session;
        this.way = way;
        session.addSessionListener(new SessionListener() {
            @Override
            public void sessionException(Session broken, Throwable thrown) {
                note(reason(thrown));
            }

            @Override
            public void sessionDisconnect(Session ended, int code, String message, String language, boolean initiator) {
                if (!initiator) {
                    note("the server ended it" + (message == null || message.isBlank() ? "" : ": " + message.strip()));
                }
            }
        });
    }

    private void note(String why) {
        cause = cause.or(() -> Optional.of(why));
    }

    private static String reason(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        return text.contains("heartbeat") ? "the server has not answered for " + (Client.KEEP_ALIVES + 1) + " seconds" : Reasons.of(thrown);
    }

    /** Why it has ended, for a sentence. */
    String cause() {
        return cause.orElse("the server closed it");
    }

    /** Calls when it has ended, at once if it has already. */
    void onEnd(Consumer<Connection> ended) {
        session.addCloseFutureListener(closed -> {
            way.forEach(hop -> hop.close(true));
            ended.accept(this);
        });
    }

    boolean isOpen() {
        return session.isOpen();
    }

    /** Asks for a channel; {@link StreamChannel#ready} tells what comes of it. */
    void open(StreamChannel channel) throws IOException {
        session.getService(ConnectionService.class).registerChannel(channel);
        channel.open();
    }

    boolean hasRoom() {
        return channels < limit;
    }

    int channels() {
        return channels;
    }

    void take() {
        channels++;
    }

    void giveBack() {
        channels--;
    }

    /** The server opens no more than there are. */
    void isFull() {
        limit = Math.max(1, channels);
    }

    /** Ends it, and waits for that a little. */
    void close() {
        try {
            session.close(true).await(CLOSE_TIME);
            way.forEach(hop -> hop.close(true));
        } catch (IOException given) {
            // it ends without anybody waiting
        }
    }
}
