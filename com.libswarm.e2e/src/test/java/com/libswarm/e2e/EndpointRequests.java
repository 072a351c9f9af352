package com.libswarm.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What each operation of the Docker API is asked so that it refuses it, as {@code endpoints.txt} has it. */
final class EndpointRequests {

    private EndpointRequests() {
    }

    static List<RawRequest> all() throws IOException {
        try (InputStream in = EndpointRequests.class.getResourceAsStream("/endpoints.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(EndpointRequests::request).toList();
        }
    }

    private static RawRequest request(String line) {
        String[] parts = line.split(" ", 3);
        String asked = parts[0] + " " + parts[1];
        String body = parts.length > 2 ? parts[2] : "";
        boolean tar = body.equals("abcde");
        String text = body.isEmpty() ? RawRequest.ask(asked) : RawRequest.send(asked, body, tar ? RawRequest.TAR : RawRequest.JSON);
        return new RawRequest(line, text, 1);
    }
}
