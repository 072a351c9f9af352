package com.libswarm.conformance.wire;

import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One frame on the wire: the length of its content (4 bytes, big-endian), its type (1 byte), the number of the request to which
 * it belongs (8 bytes), the content.
 *
 * <pre>
 *   HEAD    the message but for its body: a request, or its reply in the other direction
 *   DATA    bytes of the body
 *   CREDIT  so many more bytes of the body may be sent (4 bytes)
 *   END     the body is whole; its trailer
 *   FAIL    the body broke off: status (4 bytes), sentence
 *   CANCEL  from the asker before the reply: the request is cancelled; else: the reader of the body wants no more
 * </pre>
 *
 * <p>A request and its reply have a body each at most, in opposite directions, so a number names one body in each.
 */
final class Frame {

    enum Type { HEAD, DATA, CREDIT, END, FAIL, CANCEL }

    /** The length of what stands before the content. */
    static final int PREFIX = 4 + 1 + 8;

    /** The most bytes that a content may have. */
    static final int MAX_CONTENT = 1024 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Type type;
    private final long id;
    private final ByteBuffer content;

    private Frame(Type type, long id, ByteBuffer content) {
        this.type = type;
        this.id = id;
        this.content = content;
    }

    static Frame of(Type type, long id, ByteBuffer content) {
        return new Frame(type, id, content.slice());
    }

    static Frame credit(long id, int bytes) {
        return new Frame(Type.CREDIT, id, ByteBuffer.allocate(4).putInt(0, bytes));
    }

    static Frame end(long id, Head trailer) {
        return new Frame(Type.END, id, HeadContent.encodeTrailer(trailer));
    }

    static Frame fail(long id, Failure why) {
        byte[] sentence = why.getMessage().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(sentence.length, MAX_CONTENT - 4);
        return new Frame(Type.FAIL, id, ByteBuffer.allocate(4 + length).putInt(why.status()).put(sentence, 0, length).flip());
    }

    static Frame cancel(long id) {
        return new Frame(Type.CANCEL, id, NOTHING);
    }

    Type type() {
        return type;
    }

    long id() {
        return id;
    }

    /** The content, valid as long as what the frame was made from. */
    ByteBuffer content() {
        return content.duplicate();
    }

    /** The credit of a CREDIT. */
    int credit() {
        if (content.remaining() != 4 || content.getInt(content.position()) <= 0) {
            throw new WireException("A CREDIT frame holds no credit.");
        }
        return content.getInt(content.position());
    }

    /** What an END tells. */
    Head trailer() {
        return HeadContent.decodeTrailer(content());
    }

    /** What a FAIL tells. */
    Failure failure() {
        ByteBuffer rest = content();
        if (rest.remaining() < 4) {
            throw new WireException("A FAIL frame holds no status.");
        }
        return new Failure(rest.getInt(), StandardCharsets.UTF_8.decode(rest).toString());
    }

    /** The frame's bytes, copied. */
    ByteBuffer encode() {
        return ByteBuffer.allocate(PREFIX + content.remaining()).putInt(content.remaining()).put((byte) type.ordinal()).putLong(id)
                .put(content()).flip();
    }

    @Override
    public String toString() {
        return type + "(" + id + ", " + content.remaining() + " bytes)";
    }
}
