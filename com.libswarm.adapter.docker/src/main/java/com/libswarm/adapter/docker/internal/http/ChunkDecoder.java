package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.docker.internal.http.Heads;
import io.netty.buffer.ByteBuf;

/**
 * Reads a body in chunks as strictly as RFC 9112 writes it (7.1). One for each body. Bytes come in pieces of any size; small chunks may
 * be kept in one piece.
 */
final class ChunkDecoder {

    private static final int DIGITS_LIMIT = 16;
    private static final int EXTENSION_LIMIT = 1024;
    private static final int TRAILER_LIMIT = 64 * 1024;

    private enum State { SIZE, EXTENSION, SIZE_END, DATA, DATA_END, CHUNK_END, TRAILER, WHOLE }

    private final int unsplit;
    private final HeadParser fields = HeadParser.ofTrailer(TRAILER_LIMIT);
    private Head trailer = Head.EMPTY;
    private State state = State.SIZE;
    private int length;
    private long size;
    private boolean kept;

    /** @param unsplit data of chunks that are not larger come in one piece */
    ChunkDecoder(int unsplit) {
        this.unsplit = unsplit;
    }

    /** Whether the body has ended. */
    boolean isWhole() {
        return state == State.WHOLE;
    }

    /** The fields after the chunks, once all is read, without those that have no place there. */
    Head trailer() {
        return trailer;
    }

    /**
     * Reads up to the next data, or to the end of the body.
     *
     * @return how many of the bytes that follow are data; they are read by the caller. 0 if none have come, or not enough: then those that
     *     have are to be given again, with more
     * @throws Failure 400
     */
    int data(ByteBuf in) {
        while (in.isReadable()) {
            if (state == State.DATA) {
                int n = (int) Math.min(size, in.readableBytes());
                if (kept && n < size) {
                    return 0;
                }
                size -= n;
                state = size == 0 ? State.DATA_END : State.DATA;
                return n;
            }
            if (state == State.TRAILER) {
                if (fields.read(in)) {
                    trailer = Heads.of(fields.take().fields(), Heads.NOT_IN_TRAILERS);
                    state = State.WHOLE;
                }
                return 0;
            }
            step(in.readUnsignedByte());
        }
        return 0;
    }

    /** How many bytes have to follow {@code held} ones until the chunk whose data is kept in one piece is there; 0 if there is none. */
    int missing(int held) {
        return state == State.DATA && kept ? (int) size - held : 0;
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
                    require(Octets.is(Octets.TEXT, c) && ++length <= EXTENSION_LIMIT, "The extension of a chunk is too long, or no text.");
                }
                break;
            case SIZE_END:
                require(c == '\n', "The size of a chunk is not followed by the end of the line.");
                kept = size <= unsplit;
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
