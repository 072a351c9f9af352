package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.HeaderFields;
import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.adapter.docker.internal.net.BodyPump;
import com.libswarm.adapter.docker.internal.net.ChannelBody;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Heads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A connection after the answer to an Attach or Connect: raw bytes both ways, each direction with an end of its own (what the
 * Docker API calls hijacking).
 */
final class ServerStream implements BodyPump.Progress {

    private static final int LINGER_MILLIS = 1000;
    /** In the words of engines. */
    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED";

    private final Channel channel;
    private final Message request;
    private final ChannelBody up;
    private final BodyPump down;
    private final ByteBuf head;
    private boolean upEnded;
    private boolean downEnded;

    ServerStream(Channel channel, Message request, Message reply, ChannelBody up) {
        this.channel = channel;
        this.request = request;
        this.up = up;
        this.down = new BodyPump(channel, reply.body(), false, this);
        this.head = head(channel, request, reply);
    }

    private static ByteBuf head(Channel channel, Message request, Message reply) {
        String asked = request.head().get("Upgrade");
        boolean attached = request.verb() == Verb.Attach;
        var fields = new HeaderFields();
        Heads.copy(reply.head(), asked.isEmpty() ? Heads.NOT_IN_REPLIES : Heads.NOT_IN_STREAMS, fields::add);
        fields.remove(FieldNames.CONTENT_LENGTH);
        if (attached && fields.isEmpty()) {
            fields.set(FieldNames.CONTENT_TYPE, "application/vnd.docker.raw-stream");
        }
        if (!asked.isEmpty() && !fields.has(FieldNames.UPGRADE)) {
            fields.set(FieldNames.CONNECTION, FieldNames.UPGRADE);
            fields.set(FieldNames.UPGRADE, asked);
        }
        String first = attached && !asked.isEmpty() ? UPGRADED : MessageWriter.statusLine(true, asked.isEmpty() ? 200 : 101);
        return MessageWriter.head(channel.alloc(), first, fields);
    }

    /** The answer's head, to be written first. */
    ByteBuf head() {
        return head;
    }

    void start() {
        channel.flush();
        down.start();
    }

    void writable() {
        down.resume();
    }

    void inputEnded() {
        upEnded = true;
        boolean over = downEnded;
        // whoever answers the end at once ends the other direction in this call
        up.end();
        if (over) {
            closeBehindOutput();
        }
    }

    @Override
    public void ended() {
        downEnded = true;
        if (upEnded) {
            closeBehindOutput();
            return;
        }
        Channels.endOutput(channel);
        if (request.verb() == Verb.Attach) {
            // a terminal's client reads its keyboard until the connection is closed
            channel.eventLoop().schedule(this::closeBehindOutput, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A slow reader still gets what is on its way out. */
    private void closeBehindOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.close());
    }

    @Override
    public void broken(IOException why) {
        channel.flush();
        Channels.breakOff(channel);
    }

    void gone() {
        down.stop();
    }
}
