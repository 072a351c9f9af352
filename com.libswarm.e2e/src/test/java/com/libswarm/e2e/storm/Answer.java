package com.libswarm.e2e.storm;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An answer of HTTP/1.1 as it came, read strictly (RFC 9112).
 *
 * @param fields the lines of its header
 */
record Answer(int status, List<String> fields, byte[] body) {

    private static final int LINE_LIMIT = 64 * 1024;

    /**
     * Reads one.
     *
     * @param headOnly whether it was asked by HEAD
     * @throws EOFException if it, or what is left of it, does not come
     */
    static Answer read(InputStream in, boolean headOnly) throws IOException {
        Answer head = readHead(in);
        return headOnly || head.status == 204 || head.status == 304 ? head : new Answer(head.status, head.fields, head.readBody(in));
    }

    /** Reads its head; the body is still to come. */
    static Answer readHead(InputStream in) throws IOException {
        String first = line(in);
        if (!first.matches("HTTP/1\\.1 [1-5]\\d\\d( .*)?")) {
            throw new ProtocolException("this is no answer's first line: '" + first + "'");
        }
        List<String> fields = new ArrayList<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            fields.add(field);
        }
        return new Answer(Integer.parseInt(first.substring(9, 12)), fields, new byte[0]);
    }

    /** The first value of a field, or the empty string. */
    String field(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream().filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start)).findFirst()
                .map(field -> field.substring(start.length()).strip()).orElse("");
    }

    boolean closes() {
        return field("Connection").equalsIgnoreCase("close");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private byte[] readBody(InputStream in) throws IOException {
        if (field("Transfer-Encoding").equals("chunked")) {
            return chunks(in);
        }
        String length = field("Content-Length");
        if (length.isEmpty()) {
            throw new ProtocolException("an answer without a length: " + this);
        }
        return exactly(in, Integer.parseInt(length));
    }

    /** Reads a body in chunks, to the last. */
    static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.write(exactly(in, size));
            end(in);
        }
        end(in);
        return body.toByteArray();
    }

    /** Reads the size of a chunk; 0 is the last. */
    static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    /** Reads the end of a line, where nothing else may stand. */
    static void end(InputStream in) throws IOException {
        String more = line(in);
        if (!more.isEmpty()) {
            throw new ProtocolException("where a line was to end came '" + more + "'");
        }
    }

    static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended after '" + line + "'");
            }
            if (line.length() == LINE_LIMIT) {
                throw new ProtocolException("a line without an end");
            }
            line.append((char) b);
        }
        if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
            throw new ProtocolException("a line that does not end with CR LF: '" + line + "'");
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public String toString() {
        String text = text();
        return status + " " + fields + " " + (text.length() > 300 ? text.substring(0, 300) + "..." : text);
    }
}
