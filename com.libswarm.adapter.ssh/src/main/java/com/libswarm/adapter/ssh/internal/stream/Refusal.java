package com.libswarm.adapter.ssh.internal.stream;

import com.libswarm.adapter.ssh.internal.config.Refused;
import com.libswarm.api.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An Error in the engine's own language, for a request that will never reach the engine: who sent it hears why from the connection on which
 * he waits.
 */
final class Refusal {

    private Refusal() {
    }

    static ByteBuffer of(Failure why) {
        byte[] body = ("{\"message\":\"" + escape(why.getMessage()) + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 " + why.status() + " " + phrase(why.status()) + "\r\n" + kind(why) + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
    }

    /** It stays with the Error on its way through the nested link. */
    private static String kind(Failure why) {
        return why.getCause() instanceof Refused refused ? Refused.FIELD + ": " + refused.kind().word() + "\r\n" : "";
    }

    private static String phrase(int status) {
        return status == 503 ? "Service Unavailable" : status == 504 ? "Gateway Timeout" : "Bad Gateway";
    }

    private static String escape(String text) {
        var json = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.toString();
    }
}
