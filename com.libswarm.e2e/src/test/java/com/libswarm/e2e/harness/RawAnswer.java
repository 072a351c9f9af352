package com.libswarm.e2e.harness;

import java.io.IOException;
import java.util.List;

/**
 * An answer of HTTP as it came: its first line, its fields in their order, its body, without the sizes of its chunks. Times and ids are
 * masked.
 */
public record RawAnswer(String line, List<String> fields, String body) {

    /**
     * Reads the next one.
     *
     * @param headOnly whether it was asked by HEAD
     * @param name what is masked as a name
     */
    public static RawAnswer read(RawConnection connection, boolean headOnly, String name) throws IOException {
        List<String> head = connection.readUntil("\r\n\r\n").lines().filter(line -> !line.isEmpty()).toList();
        String body = body(connection, head, headOnly);
        List<String> fields = head.subList(1, head.size()).stream().map(field -> masked(field, body.isEmpty())).toList();
        return new RawAnswer(head.get(0), fields, Mask.apply(body, name));
    }

    /** A body that has been read was as long as was said; times in it may be longer or shorter. */
    private static String masked(String field, boolean withLength) {
        return field.replaceFirst("^Date: .*", "Date: TIME").replaceFirst("^Content-Length: \\d+$", withLength ? "$0" : "Content-Length: N");
    }

    private static String body(RawConnection connection, List<String> head, boolean headOnly) throws IOException {
        int status = Integer.parseInt(head.get(0).split(" ")[1]);
        if (status == 101 && head.contains("Upgrade: h2c")) {
            // the client has to speak now, or the server's settings are all
            return connection.read(9);
        }
        if (headOnly || status == 100 || status == 204 || status == 304) {
            return "";
        }
        for (String field : head) {
            if (field.startsWith("Content-Length: ")) {
                return connection.read(Integer.parseInt(field.substring("Content-Length: ".length())));
            }
            if (field.equals("Transfer-Encoding: chunked")) {
                return chunks(connection);
            }
        }
        return connection.readAll();
    }

    private static String chunks(RawConnection connection) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = size(connection); size > 0; size = size(connection)) {
            body.append(connection.read(size));
            connection.readUntil("\r\n");
        }
        connection.readUntil("\r\n");
        return body.toString();
    }

    private static int size(RawConnection connection) throws IOException {
        return Integer.parseInt(connection.readUntil("\r\n").strip(), 16);
    }

    public boolean isInterim() {
        return line.startsWith("HTTP/1.1 100 ");
    }

    /** Whether it ends with the connection, or the connection is no longer one of HTTP. */
    public boolean endsConnection() {
        return line.contains(" 101 ");
    }
}
