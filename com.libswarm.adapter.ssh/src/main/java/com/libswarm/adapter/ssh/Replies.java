package com.libswarm.adapter.ssh;

import com.libswarm.adapter.ssh.internal.transport.Tunnel;
import com.libswarm.api.Body;
import com.libswarm.api.BrokenBodyException;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Replies on their way back through a tunnel: Errors name the host instead of the local socket, and a raw stream that ended because
 * the connection broke off does not look whole. Its end comes over a unix socket, which knows no reset.
 */
final class Replies {

    private final Tunnel tunnel;
    private final String local;
    private final String engine;

    /**
     * @param local the address by which the nested link knows the engine
     * @param engine the same for people
     */
    Replies(Tunnel tunnel, String local, String engine) {
        this.tunnel = tunnel;
        this.local = local;
        this.engine = engine;
    }

    /** The request, with its reply seen here. */
    Message seen(Message request) {
        int losses = tunnel.losses();
        return request.onReply(reply -> {
            if (reply.isError() && reply.text().contains(local)) {
                return error(reply, losses);
            }
            return reply.verb() == Verb.Connect ? reply.withBody(new Guarded(reply.body(), losses)) : reply;
        });
    }

    private Message error(Message reply, int losses) {
        reply.body().cancel();
        String cause = tunnel.losses() == losses ? "" : " " + tunnel.brokenOff().getMessage();
        return Message.error(reply.status(), reply.text().replace(local, engine) + cause);
    }

    /** A raw stream. */
    private final class Guarded implements Body {

        private final Body stream;
        private final int losses;

        Guarded(Body stream, int losses) {
            this.stream = stream;
            this.losses = losses;
        }

        @Override
        public ByteBuffer read() throws IOException {
            ByteBuffer bytes = stream.read();
            if (bytes == END && tunnel.losses() != losses) {
                throw new BrokenBodyException(502, tunnel.brokenOff().getMessage());
            }
            return bytes;
        }

        @Override
        public void demand(Runnable ready) {
            stream.demand(ready);
        }

        @Override
        public void cancel() {
            stream.cancel();
        }

        @Override
        public long length() {
            return stream.length();
        }
    }
}
