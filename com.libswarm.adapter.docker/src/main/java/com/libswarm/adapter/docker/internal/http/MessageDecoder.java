package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * Makes messages of what a connection receives, one at a time: after the end of a message it holds what follows, undecoded, until it
 * is told to go on. What follows may be the next message, or raw bytes of a stream. What RFC 9112 does not allow is refused, and
 * nothing is read after it. Everything happens on the channel's loop.
 */
public final class MessageDecoder {

    /** Gets what is decoded, in order. It may call back into the decoder. */
    public interface Sink {

        /** A message begins. */
        void head(MessageHead head);

        /** More of its body; takes the bytes over. */
        void content(ByteBuf bytes);

        /**
         * The message is whole. Not called for an interim answer, nor for one that opens a stream.
         *
         * @param trailer the fields after a body in chunks that may pass
         */
        void end(Head trailer);

        /** The message that is to come, or the rest of the one that has begun, cannot be read. */
        void unreadable(Failure why);
    }

    /** What Go's net/http, and with it an engine, takes of the head of a request. */
    private static final int HEAD_LIMIT = (1 << 20) + 4096;

    /**
     * Clients see what an engine wrote at once: Python's docker package takes each chunk of an answer for a whole JSON object, and moby's
     * own tests lose the end of a file that comes in other pieces. So a chunk that came in two pieces does not become two, up to
     * what Go copies at a time.
     */
    private static final int UNSPLIT = 32 * 1024;

    private final Sink sink;
    private final HeadParser heads;
    private final int unsplit;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean decoding;
    private boolean held;
    private boolean stopped;
    // of the answer that is to come
    private boolean headOnly;
    // of the body that is being read: its chunks, or how much of it is missing
    private boolean inBody;
    private Optional<ChunkDecoder> chunks = Optional.empty();
    private long missing;
    private boolean untilClose;

    private MessageDecoder(Sink sink, HeadParser heads, int unsplit) {
        this.sink = sink;
        this.heads = heads;
        this.unsplit = unsplit;
    }

    /** @param budget from which it takes what a large head needs, until it goes on with the next message, or stops */
    public static MessageDecoder ofRequests(Sink sink, HeadBudget budget) {
        return new MessageDecoder(sink, HeadParser.ofRequests(HEAD_LIMIT, budget), 0);
    }

    public static MessageDecoder ofAnswers(Sink sink) {
        return new MessageDecoder(sink, HeadParser.ofAnswers(HEAD_LIMIT), UNSPLIT);
    }

    /** Takes bytes over. */
    public void read(ByteBuf bytes) {
        if (stopped) {
            bytes.release();
            return;
        }
        if (!received.isReadable()) {
            keep(bytes);
        } else if (!completesChunk(bytes)) {
            append(bytes);
        } else if (stopped) {
            bytes.release();
            return;
        } else {
            keep(bytes);
        }
        decode();
    }

    /** Copies no more than the rest of a chunk of which the beginning was kept, and passes that on. */
    private boolean completesChunk(ByteBuf bytes) {
        int missing = missingOfChunk();
        if (missing == 0 || missing >= bytes.readableBytes() || decoding) {
            return false;
        }
        append(bytes.readRetainedSlice(missing));
        decode();
        return true;
    }

    private void append(ByteBuf bytes) {
        if (received.isReadOnly() || received.maxFastWritableBytes() < bytes.readableBytes()) {
            keep(bytes.alloc().buffer(2 * (received.readableBytes() + bytes.readableBytes())).writeBytes(received));
        }
        received.writeBytes(bytes);
        bytes.release();
    }

    private void keep(ByteBuf bytes) {
        received.release();
        received = bytes;
    }

    /** Goes on with the next message. */
    public void resume() {
        held = false;
        heads.release();
        decode();
    }

    /** Goes on with the next answer, which is only a head if that was asked for. */
    public void expect(boolean onlyHead) {
        headOnly = onlyHead;
        resume();
    }

    /** How many bytes are held. */
    public int held() {
        return received.readableBytes();
    }

    /** Whether this is called from within its decoding, so that what follows is decoded later. */
    public boolean isDecoding() {
        return decoding;
    }

    /** Whether some of a head has come, but not all. */
    public boolean isInHead() {
        return heads.hasBegun();
    }

    /** Decodes no more, and hands over what it holds, perhaps nothing. */
    public ByteBuf stop() {
        stopped = true;
        heads.release();
        ByteBuf rest = received;
        received = Unpooled.EMPTY_BUFFER;
        return rest;
    }

    /** The connection has ended, and with it a body that goes on until then. What has come of a chunk is passed on. */
    public void inputEnded() {
        if (!inBody || stopped) {
            return;
        }
        if (untilClose) {
            finish();
        } else if (received.isReadable() && missingOfChunk() > 0) {
            sink.content(piece(received.readableBytes()));
        }
    }

    private int missingOfChunk() {
        return chunks.map(chunk -> chunk.missing(received.readableBytes())).orElse(0);
    }

    private void decode() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            boolean goesOn = true;
            while (goesOn && !held && !stopped && received.isReadable()) {
                goesOn = step();
            }
        } catch (Failure refused) {
            stop().release();
            sink.unreadable(refused);
        } finally {
            decoding = false;
            if (!received.isReadable()) {
                keep(Unpooled.EMPTY_BUFFER);
            }
        }
    }

    /** Gives false if more has to come before it can go on. */
    private boolean step() {
        if (!inBody) {
            if (heads.read(received)) {
                begin(heads.take());
            }
            return true;
        }
        int n = (int) Math.min(missing, received.readableBytes());
        if (chunks.isPresent()) {
            n = chunks.get().data(received);
        } else {
            missing -= n;
        }
        if (n > 0) {
            sink.content(piece(n));
        }
        if (chunks.isPresent() ? chunks.get().isWhole() : missing == 0) {
            finish();
            return true;
        }
        return n > 0;
    }

    private ByteBuf piece(int n) {
        if (n < received.readableBytes()) {
            return received.readRetainedSlice(n);
        }
        ByteBuf all = received;
        received = Unpooled.EMPTY_BUFFER;
        return all;
    }

    private void begin(MessageHead head) {
        inBody = !head.isInterim() && head.status() != 101;
        Framing framing = head.framing();
        boolean bodyless = head.status() != 0 && (headOnly || head.status() == 204 || head.status() == 304);
        boolean chunked = framing.chunked() && !bodyless;
        untilClose = head.status() != 0 && !bodyless && !chunked && !framing.hasLength();
        chunks = chunked ? Optional.of(new ChunkDecoder(unsplit)) : Optional.empty();
        missing = bodyless ? 0 : untilClose ? Long.MAX_VALUE : Math.max(framing.length(), 0);
        // an answer of 101 ends what is HTTP here
        held = head.status() == 101;
        sink.head(head);
        if (inBody && !stopped && !chunked && missing == 0) {
            finish();
        }
    }

    private void finish() {
        inBody = false;
        held = true;
        Head trailer = chunks.map(ChunkDecoder::trailer).orElse(Head.EMPTY);
        chunks = Optional.empty();
        sink.end(trailer);
    }
}
