package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import com.libswarm.docker.internal.http.Ascii;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** Where a message ends, as its header says it: in one way only, and only in a way that is understood here (RFC 9112, 6). */
public final class Framing {

    private static final int DIGITS_LIMIT = 18;

    private Framing() {
    }

    /**
     * Checks a message that the decoder has taken, and leaves its length as a plain number.
     *
     * @throws Failure 400, or 501 for a transfer coding that is not understood
     */
    public static void check(HttpMessage message) {
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = message.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (!codings.isEmpty()) {
            checkCoding(codings, message.protocolVersion(), lengths);
        } else if (!lengths.isEmpty()) {
            String length = lengths.get(0);
            String plain = withoutZeros(length);
            if (lengths.size() > 1 || plain.length() > DIGITS_LIMIT || !Ascii.isDigits(plain)) {
                throw new Failure(400, "The Content-Length is not one number.");
            }
            if (plain.length() < length.length()) {
                message.headers().set(HttpHeaderNames.CONTENT_LENGTH, plain);
            }
        }
    }

    private static void checkCoding(List<String> codings, HttpVersion version, List<String> lengths) {
        if (!lengths.isEmpty()) {
            throw new Failure(400, "There is both a Content-Length and a Transfer-Encoding: where the body ends is in doubt.");
        }
        if (!version.equals(HttpVersion.HTTP_1_1)) {
            throw new Failure(400, "There is a Transfer-Encoding, which " + version + " does not know.");
        }
        String all = String.join(",", codings).trim();
        if (!isChunked(all)) {
            throw isChunked(all.substring(all.lastIndexOf(',') + 1))
                    ? new Failure(501, "The only Transfer-Encoding that is understood here is 'chunked', once.")
                    : new Failure(400, "The Transfer-Encoding does not end with 'chunked': where the body ends is in doubt.");
        }
    }

    private static boolean isChunked(String coding) {
        return HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding.trim());
    }

    private static String withoutZeros(String number) {
        int start = 0;
        while (start < number.length() - 1 && number.charAt(start) == '0') {
            start++;
        }
        return number.substring(start);
    }
}
