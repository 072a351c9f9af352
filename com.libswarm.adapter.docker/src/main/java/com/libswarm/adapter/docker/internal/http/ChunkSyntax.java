package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import io.netty.buffer.ByteBuf;

/**
 * Reads a body in chunks as strictly as RFC 9112 writes it (7.1), beside a decoder that is more lenient. One for each body. Each byte
 * comes once and in order, in pieces of any size.
 */
public final class ChunkSyntax {

    private static final int DIGITS_LIMIT = 16;
    private static final int EXTENSION_LIMIT = 1024;

    private enum State { SIZE, EXTENSION, SIZE_END, DATA, DATA_END, CHUNK_END, TRAILER }

    private final HeadSyntax trailer = HeadSyntax.ofTrailer();
    private State state = State.SIZE;
    private int length;
    private long size;

    /**
     * Reads bytes up to the end of the body.
     *
     * @param to where the bytes that have come end
     * @throws Failure 400
     */
    public void read(ByteBuf in, int from, int to) {
        for (int at = from; at < to;) {
            if (state == State.DATA) {
                int n = (int) Math.min(size, to - at);
                size -= n;
                at += n;
                state = size == 0 ? State.DATA_END : State.DATA;
            } else if (state == State.TRAILER) {
                at = trailer.read(in, at, to);
            } else {
                step(in.getUnsignedByte(at++));
            }
        }
    }

    private void step(int c) {
        switch (state) {
            case SIZE:
                int digit = Character.digit(c, 16);
                if (digit < 0 && length > 0) {
                    afterSize(c);
                } else {
                    size = size * 16 + digit;
                    require(digit >= 0 && ++length <= DIGITS_LIMIT && size <= Integer.MAX_VALUE,
                            "The size of a chunk is no hexadecimal number, or more than 2 GB.");
                }
                break;
            case EXTENSION:
                if (c == '\r') {
                    go(State.SIZE_END);
                } else {
                    require(HeadSyntax.isText(c) && ++length <= EXTENSION_LIMIT, "The extension of a chunk is too long, or no text.");
                }
                break;
            case SIZE_END:
                require(c == '\n', "The size of a chunk is not followed by the end of the line.");
                go(size == 0 ? State.TRAILER : State.DATA);
                break;
            case DATA_END:
                require(c == '\r', "A chunk is longer than its size says.");
                go(State.CHUNK_END);
                break;
            default:
                require(c == '\n', "A chunk is longer than its size says.");
                go(State.SIZE);
                break;
        }
    }

    private void afterSize(int c) {
        require(c == '\r' || c == ';', "The size of a chunk is followed by something else than the end of the line.");
        go(c == ';' ? State.EXTENSION : State.SIZE_END);
    }

    private void go(State next) {
        state = next;
        length = 0;
    }

    private static void require(boolean fine, String sentence) {
        if (!fine) {
            throw new Failure(400, "These are no chunks that can be read. " + sentence);
        }
    }
}
