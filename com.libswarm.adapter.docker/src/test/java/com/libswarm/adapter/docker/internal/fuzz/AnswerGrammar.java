package com.libswarm.adapter.docker.internal.fuzz;

import java.util.Random;

/** Writes answers, most of which are fine. */
final class AnswerGrammar {

    private final Pieces pieces;

    AnswerGrammar(Random random) {
        pieces = new Pieces(random);
    }

    /** One answer, perhaps with interim ones before it, and with what nobody asked for after it. */
    String answer() {
        var text = new StringBuilder();
        for (int n = pieces.once(10) ? pieces.below(20) : 0; n > 0; n--) {
            text.append(pieces.any("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"));
        }
        last(text);
        text.append(pieces.mostly(6, "", "\r\n", "garbage", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison", "HTTP/1.1 200 OK\r\n", "\u0000"));
        String all = text.toString();
        if (pieces.once(5)) {
            all = pieces.mutated(all);
        }
        return pieces.once(8) ? all.substring(0, pieces.below(all.length() + 1)) : all;
    }

    private void last(StringBuilder text) {
        String body = pieces.any("", pieces.data(40), pieces.data(5000));
        text.append(pieces.mostly(20, "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "ICY")).append(' ')
                .append(pieces.mostly(3, "200 OK", "404 Not Found", "204 No Content", "304 Not Modified", "500 Internal Server Error", "101 UPGRADED", "42 x",
                        "1000 x", "-1 x", "abc", "599 x")).append("\r\n");
        if (pieces.once(4)) {
            text.append(pieces.any("X-One: a\r\n", "X-One: a\r\n b\r\n", "X One: a\r\n", "X-One : a\r\n", "X: \u0001\r\n", "Connection: close\r\n", "Upgrade: tcp\r\n",
                    "Connection: X-One\r\n", "Content-Type: application/x-tar\r\n", ": x\r\n", "nonsense\r\n"));
        }
        boolean chunked = pieces.once(2);
        if (chunked) {
            text.append("Transfer-Encoding: ").append(pieces.mostly(20, "chunked", "xchunked", "chunked, gzip", "identity")).append("\r\n");
        } else if (!pieces.once(6)) {
            text.append("Content-Length: ").append(pieces.mostly(20, String.valueOf(body.length()), "-1", "+1", "x", "1, 1", "99999999999999999999"))
                    .append("\r\n");
        }
        text.append(pieces.mostly(40, "", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n")).append("\r\n").append(chunked ? chunks(body) : body);
    }

    private String chunks(String body) {
        var text = new StringBuilder();
        for (int at = 0; at < body.length();) {
            int n = 1 + pieces.below(Math.min(1000, body.length() - at));
            text.append(pieces.mostly(60, Integer.toHexString(n), "0x1", "-1", " 1", "ffffffff", "g")).append(pieces.mostly(30, "\r\n", ";a=b\r\n", " x\r\n", "\n"))
                    .append(body, at, at + n).append(pieces.mostly(60, "\r\n", "\n", "", "x\r\n"));
            at += n;
        }
        return text.append(pieces.mostly(20, "0\r\n\r\n", "0\r\nX-Trailer: a\r\n\r\n", "0\r\nContent-Length: 3\r\n\r\n", "0\r\n", "")).toString();
    }
}
