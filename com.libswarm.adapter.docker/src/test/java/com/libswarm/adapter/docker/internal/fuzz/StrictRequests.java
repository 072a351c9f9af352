package com.libswarm.adapter.docker.internal.fuzz;

import com.libswarm.docker.internal.table.DockerTable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a strict reader makes of bytes that a client sends (RFC 9112, and what docs/docker.md says), written again for the tests: the
 * fuzzers compare what came out with it.
 */
final class StrictRequests {

    /** How a connection goes on after the requests that were read. */
    enum Ending {
        /** More may come. */
        OPEN,
        /** The last request asked for the end. */
        CLOSED,
        /** What follows is no request. */
        REFUSED
    }

    /** @param path decoded, with the version prefix */
    record Request(String method, String path, String query, List<String> fields, String body, boolean opensStream) {

        boolean isHead() {
            return method.equals("HEAD");
        }
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final List<String> OF_LINK = List.of("status", "api-version", "http-method");

    final List<Request> requests = new ArrayList<>();
    private final String text;
    private int at;
    private Ending ending = Ending.OPEN;
    private int requestsEnd;

    StrictRequests(String bytes) {
        text = bytes;
        try {
            while (ending == Ending.OPEN) {
                request();
                requestsEnd = at;
            }
        } catch (Refused refused) {
            ending = Ending.REFUSED;
        } catch (Incomplete incomplete) {
            ending = Ending.OPEN;
        }
    }

    Ending ending() {
        return ending;
    }

    /** Whether there are bytes after the last whole request. */
    boolean hasMore() {
        return requestsEnd < text.length();
    }

    private char next() throws Incomplete {
        if (at >= text.length()) {
            throw new Incomplete();
        }
        return text.charAt(at++);
    }

    private static void require(boolean fine) throws Refused {
        if (!fine) {
            throw new Refused();
        }
    }

    /** Up to CRLF; nothing but text in it. */
    private String line() throws Refused, Incomplete {
        int start = at;
        for (char c = next(); c != '\r'; c = next()) {
            require(c >= ' ' && c != 127 || c == '\t');
        }
        require(next() == '\n');
        return text.substring(start, at - 2);
    }

    private void request() throws Refused, Incomplete {
        String first = line();
        for (int empty = 0; first.isEmpty(); first = line()) {
            require(++empty <= 4);
        }
        String[] words = first.split(" ", -1);
        require(words.length == 3 && words[0].matches(TOKEN) && words[0].length() <= 32 && words[2].matches("[HTP/.0-9]+"));
        List<String> fields = fields();
        require(words[2].matches("HTTP/1\\.[01]"));
        boolean http11 = words[2].equals("HTTP/1.1");
        List<String> hosts = values(fields, "host");
        require(hosts.size() <= 1 && (hosts.size() == 1 || !http11));
        require(hosts.isEmpty() || hosts.get(0).matches("[a-zA-Z0-9!$%&'()*+,.:;=\\[\\]_~-]*"));
        List<String> codings = values(fields, "transfer-encoding");
        List<String> lengths = values(fields, "content-length");
        require(codings.isEmpty() || http11 && lengths.isEmpty() && codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"));
        require(lengths.isEmpty() || lengths.size() == 1 && lengths.get(0).matches("0*[0-9]{1,18}"));
        String target = words[1].matches("(?i)https?://[^/?#@\\\\]+/.*") ? words[1].substring(words[1].indexOf('/', 8)) : words[1];
        int mark = target.indexOf('?');
        String path = decoded(mark < 0 ? target : target.substring(0, mark));
        require(path.startsWith("/") && !path.matches("(?s).*(//|/\\.(/|$)|/\\.\\.(/|$)|[\u0000-\u001f\u007f]).*"));
        boolean upgrade = !values(fields, "upgrade").isEmpty();
        String bare = path.replaceFirst("^/v[0-9.]+(?=/)", "");
        boolean opens = DockerTable.operation(words[0], bare, upgrade).opensStream();
        require(codings.isEmpty() || !opens);
        String body = !codings.isEmpty() ? chunks() : lengths.isEmpty() ? "" : bytes(Long.parseLong(lengths.get(0)));
        requests.add(new Request(words[0], path, mark < 0 ? "" : escaped(target.substring(mark + 1)), endToEnd(fields), body, opens));
        List<String> connection = list(fields, "connection");
        ending = connection.contains("close") || !http11 && !connection.contains("keep-alive") ? Ending.CLOSED : Ending.OPEN;
    }

    /** Name in lower case and value, in turn. */
    private List<String> fields() throws Refused, Incomplete {
        List<String> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            require(colon > 0 && line.substring(0, colon).matches(TOKEN));
            fields.addAll(List.of(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).replaceAll("^[ \t]+|[ \t]+$", "")));
        }
        require(fields.size() <= 512);
        return fields;
    }

    private static List<String> values(List<String> fields, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equals(name)) {
                values.add(fields.get(i + 1));
            }
        }
        return values;
    }

    private static List<String> list(List<String> fields, String name) {
        return Arrays.stream(String.join(",", values(fields, name)).toLowerCase(Locale.ROOT).split(",")).map(String::trim).toList();
    }

    /** What a proxy passes on of those that it has no use for. */
    private static List<String> endToEnd(List<String> fields) {
        List<String> named = list(fields, "connection");
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).startsWith("x-") && !named.contains(fields.get(i)) || OF_LINK.contains(fields.get(i))) {
                kept.add(fields.get(i) + ": " + fields.get(i + 1));
            }
        }
        return kept;
    }

    /** Without what belongs to the protocol: those never leave. */
    static List<String> withoutOfLink(List<String> fields) {
        return fields.stream().filter(field -> !OF_LINK.contains(field.substring(0, field.indexOf(':')))).sorted().toList();
    }

    private String bytes(long n) throws Incomplete {
        if (n > text.length() - at) {
            at = text.length();
            throw new Incomplete();
        }
        at += (int) n;
        return text.substring(at - (int) n, at);
    }

    private String chunks() throws Refused, Incomplete {
        var body = new StringBuilder();
        while (true) {
            String line = line();
            require(line.matches("[0-9a-fA-F]{1,16}(;.{0,1024})?"));
            long size = Long.parseUnsignedLong(line.replaceFirst(";.*", ""), 16);
            require(size >= 0 && size <= Integer.MAX_VALUE);
            if (size == 0) {
                fields();
                return body.toString();
            }
            body.append(bytes(size));
            require(next() == '\r');
            require(next() == '\n');
        }
    }

    private static String decoded(String raw) throws Refused {
        var bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                require(raw.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*"));
                bytes.put((byte) Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put((byte) raw.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw new Refused();
        }
    }

    private static String escaped(String query) {
        var text = new StringBuilder();
        query.chars().forEach(c -> text.append(c < 128 ? String.valueOf((char) c) : String.format("%%%02X", c)));
        return text.toString();
    }
}
