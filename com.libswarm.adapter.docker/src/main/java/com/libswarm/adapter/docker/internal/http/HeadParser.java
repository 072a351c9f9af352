package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Reads heads as strictly as RFC 9112 writes them (2.2, 3 to 5): what a message is must not depend on who reads it, or what one takes
 * for a header is another's next request. Bytes come in pieces of any size; after the end of a head the next one may begin.
 */
final class HeadParser {

    private static final int METHOD_LIMIT = 32;
    private static final int EMPTY_LINES_LIMIT = 4;
    private static final int TLS_HANDSHAKE = 0x16;
    /** How much is looked at at a time: what follows a head is copied in vain. */
    private static final int PIECE = 2048;
    /** What is kept for the next head; more than that only while it is needed. */
    private static final int KEPT = 512;
    private static final byte[] NOTHING = new byte[0];

    private enum State { METHOD, TARGET, VERSION, STATUS, REASON, LINE_END, FIELD, NAME, VALUE, HEAD_END, EMPTY_LINE_END, WHOLE }

    private final State first;
    private final int limit;
    private final HeadBudget.Share memory;
    private final RepeatedTexts texts = new RepeatedTexts();
    private final GatheredFields fields = new GatheredFields();
    private State state;
    // of this head: its bytes, how many have been looked at, and where the part begins that is being read
    private byte[] bytes = NOTHING;
    private int end;
    private int at;
    private int mark;
    private int emptyLines;
    private String method = "";
    private String target = "";
    private int status;
    private String reason = "";
    private boolean http11;
    private String name = "";
    private Framing.Gatherer framing = new Framing.Gatherer();

    private HeadParser(State first, int limit, HeadBudget budget) {
        this.first = first;
        this.state = first;
        this.limit = limit;
        this.memory = budget.share();
    }

    /**
     * @param limit in bytes
     * @param budget from which it takes what a large head needs
     */
    static HeadParser ofRequests(int limit, HeadBudget budget) {
        return new HeadParser(State.METHOD, limit, budget);
    }

    /** @param limit in bytes */
    static HeadParser ofAnswers(int limit) {
        return new HeadParser(State.VERSION, limit, HeadBudget.unlimited());
    }

    /** Of one trailer: header fields, and the empty line after them (RFC 9112, 7.1.2). */
    static HeadParser ofTrailer(int limit) {
        return new HeadParser(State.FIELD, limit, HeadBudget.unlimited());
    }

    /** Whether some of a head has come, but not all. */
    boolean hasBegun() {
        return end > 0;
    }

    /**
     * Reads up to the end of the head.
     *
     * @return whether it is whole, to be had with {@link #take()}
     * @throws Failure 400; of a request also 431 for one that is too large, 501 for a method that nobody has, 503 if there is no room for
     *     it, 505 for a version
     */
    boolean read(ByteBuf in) {
        while (in.isReadable()) {
            int n = Math.min(in.readableBytes(), PIECE);
            if (end + n > bytes.length) {
                int length = Math.max(end + n, 2 * bytes.length);
                memory.need(length, fields.room());
                bytes = Arrays.copyOf(bytes, length);
            }
            in.readBytes(bytes, end, n);
            end += n;
            while (at < end && state != State.WHOLE) {
                step();
            }
            checkSize();
            if (state == State.WHOLE) {
                in.readerIndex(in.readerIndex() - (end - at));
                return true;
            }
        }
        return false;
    }

    /** The head that has been read whole; then another may come. */
    MessageHead take() {
        var head = new MessageHead(method, target, status, reason, http11, fields.take(), framing.finish(http11));
        bytes = bytes.length > KEPT ? NOTHING : bytes;
        state = first;
        end = 0;
        at = 0;
        mark = 0;
        emptyLines = 0;
        framing = new Framing.Gatherer();
        return head;
    }

    /** The message whose head was taken last is not needed any more, or there will be no other head. */
    void release() {
        memory.release();
    }

    private void checkSize() {
        if (at > limit) {
            throw new Failure(first == State.METHOD ? 431 : 400, "The head is larger than " + limit + " bytes.");
        }
    }

    private void step() {
        switch (state) {
            case METHOD:
                method(pass(Octets.TOKEN));
                break;
            case TARGET:
                int afterTarget = pass(Octets.TARGET);
                if (afterTarget >= 0) {
                    require(afterTarget == ' ' && at - 1 > mark, "Its first line is not METHOD TARGET VERSION, with a space between them.");
                    target = text(mark, at - 1);
                    go(State.VERSION);
                }
                break;
            case VERSION:
                version(pass(Octets.TARGET));
                break;
            case STATUS:
                status(pass(Octets.TOKEN));
                break;
            case REASON:
                int afterReason = pass(Octets.TEXT);
                if (afterReason >= 0) {
                    require(afterReason == '\r', "Its first line holds a control character.");
                    reason = text(mark, at - 1);
                    go(State.LINE_END);
                }
                break;
            default:
                stepInFields();
        }
    }

    private void stepInFields() {
        switch (state) {
            case VALUE:
                int afterValue = pass(Octets.TEXT);
                if (afterValue >= 0) {
                    require(afterValue == '\r', afterValue == '\n' ? "A line ends with a line feed alone."
                            : "The value of a header field holds a control character.");
                    add(value(mark, at - 1));
                    go(State.LINE_END);
                }
                break;
            case NAME:
                int afterName = pass(Octets.TOKEN);
                if (afterName >= 0) {
                    require(afterName == ':', "The name of a header field holds what does not belong there, or no colon follows it at once.");
                    name = FieldNames.of(bytes, mark, at - 1);
                    go(State.VALUE);
                }
                break;
            case FIELD:
                field(bytes[at]);
                break;
            case HEAD_END:
                lineFeed(State.WHOLE);
                break;
            case EMPTY_LINE_END:
                lineFeed(first);
                break;
            default:
                lineFeed(State.FIELD);
                break;
        }
    }

    /** Goes over octets of a kind, and the one after them, which it gives; -1 if that has not come. */
    private int pass(int kind) {
        int i = at;
        while (i < end && Octets.is(kind, bytes[i])) {
            i++;
        }
        at = i;
        return i < end ? bytes[at++] & 0xff : -1;
    }

    private void method(int after) {
        int length = (after < 0 ? at : at - 1) - mark;
        if (length > METHOD_LIMIT) {
            throw new Failure(501, "The request's method is longer than " + METHOD_LIMIT + " characters: nobody has it.");
        }
        if (after == ' ' && length > 0) {
            method = text(mark, at - 1);
            go(State.TARGET);
        } else if (after == '\r' && length == 0 && emptyLines++ < EMPTY_LINES_LIMIT) {
            // RFC 9112, 2.2: some clients end a body with a line end too many
            go(State.EMPTY_LINE_END);
        } else if (after >= 0) {
            throw no(after == TLS_HANDSHAKE && length == 0 ? "It is TLS, which is not spoken at this address." : "It does not begin with a method.");
        }
    }

    private void version(int after) {
        if (after < 0) {
            return;
        }
        boolean request = first == State.METHOD;
        String version = text(mark, at - 1);
        require(after == (request ? '\r' : ' ') && version.length() == 8 && version.startsWith("HTTP/") && Octets.isDigit(version.charAt(5))
                && version.charAt(6) == '.' && Octets.isDigit(version.charAt(7)),
                request ? "Its first line does not end with HTTP/1.1." : "It does not begin with HTTP/1.1 and a status.");
        http11 = version.endsWith("1.1");
        if (!http11 && !version.endsWith("1.0")) {
            throw new Failure(request ? 505 : 400, "HTTP/1.1 is spoken here, not " + version + ".");
        }
        go(request ? State.LINE_END : State.STATUS);
    }

    private void status(int after) {
        if (after >= 0) {
            require(at - 1 - mark == 3 && Octets.isDigit(bytes[mark]) && Octets.isDigit(bytes[mark + 1]) && Octets.isDigit(bytes[mark + 2])
                    && (after == ' ' || after == '\r'), "Its status is not three digits.");
            status = Integer.parseInt(text(mark, at - 1));
            reason = "";
            go(after == ' ' ? State.REASON : State.LINE_END);
        }
    }

    private void field(int c) {
        if (Octets.is(Octets.TOKEN, c)) {
            go(State.NAME);
        } else {
            require(c == '\r', c == ' ' || c == '\t' ? "A header field goes on in the next line." : "A header field has no name.");
            at++;
            go(State.HEAD_END);
        }
    }

    private void add(String value) {
        if (fields.isFull()) {
            memory.need(bytes.length, 2 * fields.room());
            fields.grow();
        }
        // a trailer says nothing of the body
        fields.add(name, first == State.FIELD ? value : framing.field(name, value));
    }

    private void lineFeed(State next) {
        require(bytes[at++] == '\n', "A line ends with a carriage return alone.");
        go(next);
    }

    private void go(State next) {
        state = next;
        mark = at;
    }

    private String value(int from, int to) {
        int start = from;
        int stop = to;
        while (start < stop && (bytes[start] == ' ' || bytes[start] == '\t')) {
            start++;
        }
        while (stop > start && (bytes[stop - 1] == ' ' || bytes[stop - 1] == '\t')) {
            stop--;
        }
        return text(start, stop);
    }

    private String text(int from, int to) {
        return texts.of(bytes, from, to);
    }

    private static void require(boolean fine, String sentence) {
        if (!fine) {
            throw no(sentence);
        }
    }

    private static Failure no(String sentence) {
        return new Failure(400, "This is no HTTP that can be read. " + sentence);
    }
}
