package com.libswarm.adapter.docker.internal.client;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Netty's decoder, told what was asked: the answer to HEAD has no body, whatever its header says. */
final class ResponseDecoder extends HttpResponseDecoder {

    private static final int HEAD_LIMIT = 256 * 1024;

    private boolean headOnly;

    ResponseDecoder() {
        super(new HttpDecoderConfig().setMaxInitialLineLength(HEAD_LIMIT).setMaxHeaderSize(HEAD_LIMIT));
    }

    void expect(boolean onlyHead) {
        headOnly = onlyHead;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean last = ((HttpResponse) message).status().codeClass() != HttpStatusClass.INFORMATIONAL;
        return headOnly && last || super.isContentAlwaysEmpty(message);
    }
}
