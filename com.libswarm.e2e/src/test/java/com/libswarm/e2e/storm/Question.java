package com.libswarm.e2e.storm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A request, and what the answer to it must be.
 *
 * @param id what no other question has; it and its checksum are in the request, and come back with the answer
 * @param isRight whether this is the answer
 */
record Question(String id, String method, String path, byte[] body, boolean chunked, Predicate<Answer> isRight) {

    private static final int CHUNK = 1000;

    static Question of(String id, String method, String path, Predicate<Answer> isRight) {
        return new Question(id, method, path, new byte[0], false, isRight);
    }

    boolean isHeadOnly() {
        return method.equals("HEAD");
    }

    /** The request's head. */
    byte[] head(boolean close) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: docker\r\n");
        if (close) {
            head.append("Connection: close\r\n");
        }
        if (method.equals("POST")) {
            head.append("Content-Type: application/json\r\n")
                    .append(chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + body.length + "\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The request's body, as it is sent. */
    byte[] content() {
        return chunked ? chunks(body) : body;
    }

    /** A body in chunks, to the last. */
    static byte[] chunks(byte[] body) {
        var content = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += CHUNK) {
            int size = Math.min(CHUNK, body.length - at);
            content.writeBytes(ascii(Integer.toHexString(size) + "\r\n"));
            content.write(body, at, size);
            content.writeBytes(ascii("\r\n"));
        }
        content.writeBytes(ascii("0\r\n\r\n"));
        return content.toByteArray();
    }

    byte[] bytes(boolean close) {
        return join(head(close), content());
    }

    static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return method + " " + path + (body.length > 0 ? " with " + body.length + " bytes" + (chunked ? " in chunks" : "") : "");
    }
}
