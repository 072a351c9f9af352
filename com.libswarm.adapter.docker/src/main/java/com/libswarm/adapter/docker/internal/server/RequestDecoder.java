package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.ChunkSyntax;
import com.libswarm.adapter.docker.internal.http.HeadSyntax;
import com.libswarm.adapter.docker.internal.http.OneLength;
import com.libswarm.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;

/**
 * Netty's decoder, one request at a time: after the end of a request it holds what follows, undecoded, until it is told to go
 * on. What follows may be the next request, or raw bytes of a stream. Some of it is read all the same, so that the end of the
 * connection is noticed while a request is worked on. What Netty takes and RFC 9112 does not is refused.
 */
final class RequestDecoder extends HttpRequestDecoder {

    static final int LINE_LIMIT = 64 * 1024;
    static final int HEAD_LIMIT = 64 * 1024;
    private static final int HELD_LIMIT = 64 * 1024;

    private final HeadSyntax head = HeadSyntax.ofRequests();
    private final OneLength length = new OneLength();

    private boolean held;
    private boolean decoding;
    private boolean resumed;
    private boolean inBody;
    private boolean headBegun;
    private boolean bad;
    // of the head that is not whole yet: bytes that have been looked at, and that Netty has not taken
    private int looked;
    private Optional<ChunkSyntax> chunks = Optional.empty();

    RequestDecoder() {
        super(new HttpDecoderConfig().setMaxInitialLineLength(LINE_LIMIT).setMaxHeaderSize(HEAD_LIMIT));
    }

    /** Holds what follows the request that has just been decoded. */
    void hold() {
        held = true;
    }

    /** Goes on with the next request. */
    void resume(ChannelHandlerContext connection) throws Exception {
        held = false;
        connection.channel().config().setAutoRead(true);
        if (decoding) {
            resumed = true;
        } else if (actualReadableBytes() > 0) {
            channelRead(connection.pipeline().context(this), Unpooled.EMPTY_BUFFER);
        }
    }

    /** Whether this is called from within its decoding, so that what follows is decoded later. */
    boolean isDecoding() {
        return decoding;
    }

    /** Whether some of a request's head has come, but not all. */
    boolean isInHead() {
        return headBegun;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
        decoding = true;
        try {
            super.channelRead(ctx, bytes);
            while (resumed && !held && actualReadableBytes() > 0) {
                resumed = false;
                super.channelRead(ctx, Unpooled.EMPTY_BUFFER);
            }
        } finally {
            decoding = false;
            resumed = false;
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (held) {
            if (in.readableBytes() > HELD_LIMIT) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        if (bad) {
            in.skipBytes(in.readableBytes());
            return;
        }
        headBegun = !inBody;
        int from = in.readerIndex();
        try {
            if (!inBody) {
                head.read(in, from + looked, in.writerIndex());
            }
            super.decode(ctx, in, out);
            chunks.ifPresent(body -> body.read(in, from, in.readerIndex()));
        } catch (Failure refused) {
            refuse(in, out, refused);
        }
        for (Object decoded : out) {
            if (decoded instanceof HttpRequest) {
                begin((HttpRequest) decoded);
            }
            if (decoded instanceof LastHttpContent) {
                inBody = false;
                chunks = Optional.empty();
            }
        }
        looked = inBody ? 0 : headBegun ? in.readableBytes() : 0;
    }

    private void begin(HttpRequest request) {
        inBody = true;
        headBegun = false;
        length.reset();
        chunks = HttpUtil.isTransferEncodingChunked(request) ? Optional.of(new ChunkSyntax()) : Optional.empty();
    }

    /** Gives what stands for a request, or for the rest of its body, that cannot be read. */
    private void refuse(ByteBuf in, List<Object> out, Failure why) {
        bad = true;
        in.skipBytes(in.readableBytes());
        out.forEach(ReferenceCountUtil::release);
        out.clear();
        HttpObject unreadable = inBody ? new DefaultLastHttpContent()
                : new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        unreadable.setDecoderResult(DecoderResult.failure(why));
        out.add(unreadable);
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int size) {
        AsciiString name = super.splitHeaderName(line, start, size);
        if (!inBody) {
            length.field(name);
        }
        return name;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new Failure(400, "The request has both a Content-Length and a Transfer-Encoding: where it ends is in doubt.");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (held && event instanceof ChannelInputShutdownEvent) {
            // the decoder would drop what it holds
            ctx.fireUserEventTriggered(event);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }
}
