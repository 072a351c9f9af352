package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.ChunkSyntax;
import com.libswarm.adapter.docker.internal.http.OneLength;
import com.libswarm.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;

/**
 * Netty's decoder, told what was asked: the answer to HEAD has no body, whatever its header says, and where nothing was asked nothing
 * is to come. Chunks that Netty takes and RFC 9112 does not are refused.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    private static final int HEAD_LIMIT = 256 * 1024;

    private final OneLength length = new OneLength();

    private boolean expecting;
    private boolean inBody;
    private boolean headOnly;
    private boolean bad;
    private Optional<ChunkSyntax> chunks = Optional.empty();

    ResponseDecoder() {
        super(new HttpDecoderConfig().setMaxInitialLineLength(HEAD_LIMIT).setMaxHeaderSize(HEAD_LIMIT));
    }

    void expect(boolean onlyHead) {
        expecting = true;
        headOnly = onlyHead;
    }

    /** The answer has come; gives whether nothing came after it. */
    boolean expectNothing() {
        expecting = false;
        return actualReadableBytes() == 0;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (bad || !expecting) {
            // what nobody asked for must not become the answer to the next request
            in.skipBytes(in.readableBytes());
            ctx.close();
            return;
        }
        int from = in.readerIndex();
        super.decode(ctx, in, out);
        try {
            chunks.ifPresent(body -> body.read(in, from, in.readerIndex()));
        } catch (Failure refused) {
            bad = true;
            out.forEach(ReferenceCountUtil::release);
            out.clear();
            LastHttpContent unreadable = new DefaultLastHttpContent();
            unreadable.setDecoderResult(DecoderResult.failure(refused));
            out.add(unreadable);
        }
        for (Object decoded : out) {
            if (decoded instanceof HttpResponse) {
                inBody = true;
                length.reset();
                chunks = HttpUtil.isTransferEncodingChunked((HttpResponse) decoded) ? Optional.of(new ChunkSyntax()) : Optional.empty();
            }
            if (decoded instanceof LastHttpContent) {
                inBody = false;
                chunks = Optional.empty();
            }
        }
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
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean last = ((HttpResponse) message).status().codeClass() != HttpStatusClass.INFORMATIONAL;
        return headOnly && last || super.isContentAlwaysEmpty(message);
    }
}
