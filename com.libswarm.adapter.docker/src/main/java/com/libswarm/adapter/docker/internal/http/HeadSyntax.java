package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.Optional;

/**
 * Reads a request's head as strictly as RFC 9112 writes it (2.2, 3, 5), beside a decoder that is more lenient: what a message is must
 * not depend on who reads it, or what one takes for a header is another's next request. Each byte comes once and in order, in pieces
 * of any size; after the end of a head the next one may begin.
 */
public final class HeadSyntax {

    /** How many header fields a message may have. */
    public static final int FIELDS_LIMIT = 256;

    private static final int METHOD_LIMIT = 32;
    private static final int EMPTY_LINES_LIMIT = 4;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final String CR_ALONE = "A line ends with a carriage return alone.";

    private enum State { METHOD, TARGET, VERSION, LINE_END, FIELD, NAME, VALUE, HEAD_END, EMPTY_LINE_END }

    private final ByteProcessor step = this::step;
    private State state;
    private int length;
    private int emptyLines;
    private int fields;
    private Optional<Failure> bad = Optional.empty();

    private HeadSyntax(State state) {
        this.state = state;
    }

    /** For the heads of requests. */
    public static HeadSyntax ofRequests() {
        return new HeadSyntax(State.METHOD);
    }

    /** For one trailer: header fields, and the empty line after them (RFC 9112, 7.1.2). */
    static HeadSyntax ofTrailer() {
        return new HeadSyntax(State.FIELD);
    }

    /**
     * Reads bytes up to the end of the head.
     *
     * @param to where the bytes that have come end
     * @return where it stopped: after the head, or at {@code to}
     * @throws Failure 400; 431 for too many fields, 501 for a method that nobody has
     */
    public int read(ByteBuf in, int from, int to) {
        int last = in.forEachByte(from, to - from, step);
        if (bad.isPresent()) {
            throw bad.get();
        }
        return last < 0 ? to : last + 1;
    }

    /** Whether to go on. */
    private boolean step(byte value) {
        int c = value & 0xff;
        switch (state) {
            case VALUE:
                return isText(c) || (c == '\r' ? go(State.LINE_END) : no(c == '\n' ? "A line ends with a line feed alone."
                        : "The value of a header field holds a control character."));
            case NAME:
                return isToken(c) || (c == ':' ? go(State.VALUE) : no("The name of a header field holds what does not belong there, "
                        + "or no colon follows it at once."));
            case FIELD:
                return field(c);
            case LINE_END:
                return c == '\n' ? go(State.FIELD) : no(CR_ALONE);
            case HEAD_END:
                return c == '\n' ? end() : no(CR_ALONE);
            case METHOD:
                return method(c);
            case TARGET:
                return isText(c) && c != ' ' && c != '\t' ? more()
                        : c == ' ' && length > 0 ? go(State.VERSION) : no("Its first line is not METHOD TARGET VERSION, with a space between them.");
            case VERSION:
                return c == '\r' ? go(State.LINE_END)
                        : c >= '.' && c <= '9' || "HTP".indexOf(c) >= 0 || no("Its first line does not end with HTTP/1.1.");
            default:
                return c == '\n' ? go(State.METHOD) : no(CR_ALONE);
        }
    }

    private boolean method(int c) {
        if (isToken(c)) {
            return length < METHOD_LIMIT ? more()
                    : fail(new Failure(501, "The request's method is longer than " + METHOD_LIMIT + " characters: nobody has it."));
        }
        if (c == ' ' && length > 0) {
            return go(State.TARGET);
        }
        if (c == '\r' && length == 0 && emptyLines++ < EMPTY_LINES_LIMIT) {
            // RFC 9112, 2.2: some clients end a body with a line end too many
            return go(State.EMPTY_LINE_END);
        }
        return no(c == TLS_HANDSHAKE && length == 0 ? "It is TLS, which is not spoken at this address." : "It does not begin with a method.");
    }

    private boolean field(int c) {
        if (isToken(c)) {
            return fields++ < FIELDS_LIMIT ? go(State.NAME) : fail(new Failure(431, "There are more than " + FIELDS_LIMIT + " header fields."));
        }
        if (c == '\r') {
            return go(State.HEAD_END);
        }
        return no(c == ' ' || c == '\t' ? "A header field goes on in the next line." : "A header field has no name.");
    }

    private boolean more() {
        length++;
        return true;
    }

    private boolean go(State next) {
        state = next;
        length = 0;
        return true;
    }

    private boolean end() {
        emptyLines = 0;
        fields = 0;
        go(State.METHOD);
        return false;
    }

    private boolean no(String sentence) {
        return fail(new Failure(400, "This is no HTTP that can be read. " + sentence));
    }

    private boolean fail(Failure why) {
        bad = Optional.of(why);
        return false;
    }

    /** Whether it may stand in a line: text, or what was text in some encoding. */
    static boolean isText(int c) {
        return c >= ' ' && c != 0x7f || c == '\t';
    }

    private static boolean isToken(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c > ' ' && c < 128 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
