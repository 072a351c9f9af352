package com.libswarm.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request, or several, as they go to the engine, byte for byte.
 *
 * @param answers how many final ones it gets
 */
record RawRequest(String title, String text, int answers) {

    static final String JSON = "Content-Type: application/json";
    static final String TAR = "Content-Type: application/x-tar";

    /** @param line method and target */
    static String ask(String line, String... fields) {
        return line + " HTTP/1.1\r\nHost: docker\r\n" + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n";
    }

    /** @param line method and target */
    static String send(String line, String body, String... fields) {
        var all = new ArrayList<>(List.of(fields));
        all.add("Content-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length);
        return ask(line, all.toArray(new String[0])) + body;
    }
}
