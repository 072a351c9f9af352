package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Head;
import com.libswarm.docker.internal.http.Heads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes heads and chunks as RFC 9112 has them (3, 4, 5, 7.1). */
public final class MessageWriter {

    /** How much longer a chunk is than its data, at most. */
    public static final int CHUNK_FRAME = 12;

    /** So much more than a head, so that a small body and its end can be gathered in its buffer. */
    private static final int ROOM = 512;
    private static final int LINE_END = '\r' << 8 | '\n';
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What statuses are called (RFC 9110, 15), in the words of engines. */
    private static final String[] REASONS = {"101 Switching Protocols", "200 OK", "201 Created", "202 Accepted", "203 Non-Authoritative Information",
        "204 No Content", "205 Reset Content", "206 Partial Content", "207 Multi-Status", "300 Multiple Choices", "301 Moved Permanently", "302 Found",
        "303 See Other", "304 Not Modified", "305 Use Proxy", "307 Temporary Redirect", "308 Permanent Redirect", "400 Bad Request", "401 Unauthorized",
        "402 Payment Required", "403 Forbidden", "404 Not Found", "405 Method Not Allowed", "406 Not Acceptable", "407 Proxy Authentication Required",
        "408 Request Timeout", "409 Conflict", "410 Gone", "411 Length Required", "412 Precondition Failed", "413 Request Entity Too Large",
        "414 Request-URI Too Long", "415 Unsupported Media Type", "416 Requested Range Not Satisfiable", "417 Expectation Failed", "418 I'm a teapot",
        "421 Misdirected Request", "422 Unprocessable Entity", "423 Locked", "424 Failed Dependency", "426 Upgrade Required", "428 Precondition Required",
        "429 Too Many Requests", "431 Request Header Fields Too Large", "499 Client Closed Request", "500 Internal Server Error", "501 Not Implemented",
        "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "505 HTTP Version Not Supported", "507 Insufficient Storage",
        "511 Network Authentication Required"};
    private static final String HTTP11 = "HTTP/1.1 ";
    /** First lines by status; empty where there is no name for it. */
    private static final String[] LINES = new String[600];

    static {
        Arrays.fill(LINES, "");
        for (String reason : REASONS) {
            LINES[Integer.parseInt(reason.substring(0, 3))] = HTTP11 + reason;
        }
    }

    private MessageWriter() {
    }

    /**
     * An answer's first line.
     *
     * @param status from 100 to 599
     */
    public static String statusLine(boolean http11, int status) {
        String line = LINES[status].isEmpty() ? HTTP11 + status + " Unknown Status" : LINES[status];
        return http11 ? line : "HTTP/1.0 " + line.substring(HTTP11.length());
    }

    /**
     * A request's first line.
     *
     * @throws IllegalArgumentException if it would not be read as that
     */
    public static String requestLine(String method, String target) {
        if (method.isEmpty() || !Octets.all(Octets.TOKEN, method)) {
            throw new IllegalArgumentException("The method of a request is no token.");
        }
        if (target.isEmpty() || !Octets.all(Octets.TARGET, target)) {
            throw new IllegalArgumentException("The target of a request holds a space or a control character.");
        }
        return method + " " + target + " HTTP/1.1";
    }

    /** @param first the first line without its end */
    public static ByteBuf head(ByteBufAllocator alloc, String first, HeaderFields fields) {
        byte[] head = new byte[first.length() + 2 + fields.size()];
        fields.write(head, Octets.writeLineEnd(head, Octets.write(first, head, 0)));
        return alloc.buffer(head.length + ROOM).writeBytes(head);
    }

    /** The interim answer that asks for a request's body (RFC 9110, 15.2.1). */
    public static ByteBuf interimContinue() {
        return Unpooled.wrappedBuffer(CONTINUE);
    }

    /** Begins a chunk: its data follows. */
    public static void beginChunk(ByteBuf out, int size) {
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(size)) / 4);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.writeByte(Character.forDigit(size >> shift & 15, 16));
        }
        out.writeShort(LINE_END);
    }

    /** Ends a chunk. */
    public static void endChunk(ByteBuf out) {
        out.writeShort(LINE_END);
    }

    /**
     * What ends a body in chunks.
     *
     * @param trailer the fields that follow it
     */
    public static ByteBuf lastChunk(Head trailer) {
        if (trailer.size() == 0) {
            return Unpooled.wrappedBuffer(LAST_CHUNK);
        }
        var fields = new HeaderFields();
        Heads.copy(trailer, Heads.NOT_IN_TRAILERS, fields::add);
        byte[] end = new byte[LAST_CHUNK.length - 2 + fields.size()];
        System.arraycopy(LAST_CHUNK, 0, end, 0, LAST_CHUNK.length - 2);
        fields.write(end, LAST_CHUNK.length - 2);
        return Unpooled.wrappedBuffer(end);
    }
}
