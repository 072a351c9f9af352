package com.libswarm.adapter.docker.internal.fuzz;

import java.util.Locale;
import java.util.Random;

/** Writes requests, most of which are fine; what is wrong is wrong in ways that have fooled readers of HTTP. */
final class RequestGrammar {

    private final Pieces pieces;

    RequestGrammar(Random random) {
        pieces = new Pieces(random);
    }

    /** Some requests in a row. */
    String requests() {
        var text = new StringBuilder();
        for (int n = 1 + pieces.below(4); n > 0; n--) {
            text.append(pieces.mostly(30, "", "\r\n", "\n", "\r\n\r\n", "\u0000", "garbage")).append(request());
        }
        String all = text.toString();
        if (pieces.once(8)) {
            all = pieces.mutated(all);
        }
        return pieces.once(6) ? all.substring(0, pieces.below(all.length() + 1)) : all;
    }

    private String request() {
        String method = pieces.mostly(25, pieces.any("GET", "POST", "PUT", "DELETE", "HEAD"), "OPTIONS", "PATCH", "get", "M-SEARCH", "G ET", "GE\u0001T", "",
                "X".repeat(40), "CONNECT");
        String body = pieces.any("", pieces.data(40), pieces.data(400));
        boolean chunked = pieces.once(3);
        var head = new StringBuilder(method).append(space()).append(target()).append(space())
                .append(pieces.mostly(30, "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", "")).append(lineEnd());
        if (!pieces.once(60)) {
            field(head, "Host", pieces.mostly(40, "x", "", "x:1", "[::1]", "x/y", "x y", "u@x"));
        }
        for (int n = pieces.below(4); n > 0; n--) {
            extraField(head);
        }
        if (chunked) {
            field(head, "Transfer-Encoding", pieces.mostly(25, "chunked", "Chunked", "xchunked", "gzip, chunked", "chunked, identity", "identity", "",
                    " chunked", "chunked\t", "\u000bchunked"));
        } else if (!body.isEmpty() || pieces.once(4)) {
            field(head, "Content-Length", pieces.mostly(25, String.valueOf(body.length()), "+" + body.length(), "-1", "0x2", "", "007", body.length() + " ",
                    "18446744073709551617", body.length() + ", " + body.length(), "1e1"));
        }
        if (pieces.once(25)) {
            field(head, pieces.any("Content-Length", "Transfer-Encoding", "Host"), pieces.any("0", "2", "chunked", "identity", "y"));
        }
        head.append(lineEnd());
        return head.append(chunked ? chunks(body) : body).toString();
    }

    private String space() {
        return pieces.mostly(300, " ", "  ", "\t", "\r", "");
    }

    private String lineEnd() {
        return pieces.mostly(400, "\r\n", "\n", "\r", "\r\r\n", "\r\n ", "");
    }

    private String target() {
        var path = new StringBuilder(pieces.mostly(30, "", "http://other", "https://h:1", "http://", "http://u@h", "x", "*"));
        path.append(pieces.mostly(3, "", "/v1.41", "/v1", "/v9.9.9"));
        for (int n = pieces.below(4); n >= 0; n--) {
            path.append('/').append(pieces.mostly(30, pieces.any("containers", "images", "web", "json", "attach", "exec", "start", "logs", "build", "a", "x:1"),
                    "%41", "%2F", "%2e%2e", "..", ".", "", "%zz", "%", "\u00c3\u00a9", "\u00e9", "%c3%a9", "a b", "%20", "%00", "%0d%0a", "#", "a;b", "a?b"));
        }
        return path.append(pieces.mostly(5, "?all=1", "", "?", "?filters=%7B%22a%22%3A%5B%5D%7D", "?a=b?c", "?\u00e9", "?%0a", "?a b", "?\u0001")).toString();
    }

    private void extraField(StringBuilder head) {
        String name = "X-" + pieces.any("One", "two", "Registry-Auth", "x");
        switch (pieces.below(30)) {
            case 0:
                field(head, "Connection", pieces.any("close", "keep-alive", "X-One", "Upgrade", "close, X-One", "Content-Length", "Host"));
                break;
            case 1:
                field(head, "Upgrade", pieces.any("tcp", "h2c", "websocket"));
                break;
            case 2:
                field(head, pieces.any("Status", "api-version", "HTTP-Method", "Te", "Trailer", "Keep-Alive", "Proxy-Authorization"), pieces.text(5));
                break;
            case 3:
                field(head, pieces.any("X One", "", "X-One ", "X\u0000", "\u00e9", "X\t"), "x");
                break;
            case 4:
                field(head, name, pieces.any("a\u0000b", "a\rb", "a\nb", "a\u007fb", "a\r\n b", "\u00e9", "\t a \t", "a\tb"));
                break;
            default:
                field(head, name, pieces.text(20).toLowerCase(Locale.ROOT));
                break;
        }
    }

    private void field(StringBuilder head, String name, String value) {
        head.append(name).append(pieces.mostly(200, ":", " :", "")).append(pieces.mostly(4, " ", "", "\t", "  ")).append(value).append(lineEnd());
    }

    private String chunks(String body) {
        var text = new StringBuilder();
        for (int at = 0; at < body.length();) {
            int n = 1 + pieces.below(Math.min(100, body.length() - at));
            text.append(pieces.mostly(80, Integer.toHexString(n), "0x" + n, "-1", " " + Integer.toHexString(n), "ffffffff", "00" + Integer.toHexString(n),
                            "7fffffffffffffff", "g"))
                    .append(pieces.mostly(15, "", ";a=b", ";a=b", ";a=b", ";", " ", ";\u0001", " x")).append(lineEnd()).append(body, at, at + n).append(lineEnd());
            at += n;
        }
        return text.append(pieces.mostly(20, "0", "000", "00000000000000000")).append(lineEnd())
                .append(pieces.mostly(8, "", "X-Trailer: a\r\n", "Content-Length: 5\r\n", "Bad Name: a\r\n", "X: a\r\n b\r\n")).append(lineEnd()).toString();
    }
}
