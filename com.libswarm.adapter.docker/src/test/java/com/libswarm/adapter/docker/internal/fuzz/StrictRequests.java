package com.libswarm.adapter.docker.internal.fuzz;

import static com.libswarm.adapter.docker.internal.fuzz.StrictReader.TOKEN;
import static com.libswarm.adapter.docker.internal.fuzz.StrictReader.isChunked;
import static com.libswarm.adapter.docker.internal.fuzz.StrictReader.list;
import static com.libswarm.adapter.docker.internal.fuzz.StrictReader.require;
import static com.libswarm.adapter.docker.internal.fuzz.StrictReader.values;

import com.libswarm.adapter.docker.internal.fuzz.StrictReader.Incomplete;
import com.libswarm.adapter.docker.internal.fuzz.StrictReader.Refused;
import com.libswarm.docker.internal.table.DockerTable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    private static final List<String> OF_LINK = List.of("status", "api-version", "http-method");

    final List<Request> requests = new ArrayList<>();
    private final StrictReader in;
    private final int length;
    private Ending ending = Ending.OPEN;
    private int requestsEnd;

    StrictRequests(String bytes) {
        in = new StrictReader(bytes);
        length = bytes.length();
        try {
            while (ending == Ending.OPEN) {
                request();
                requestsEnd = in.at();
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
        return requestsEnd < length;
    }

    private void request() throws Refused, Incomplete {
        String first = in.line();
        for (int empty = 0; first.isEmpty(); first = in.line()) {
            require(++empty <= 4);
        }
        String[] words = first.split(" ", -1);
        require(words.length == 3 && words[0].matches(TOKEN) && words[0].length() <= 32 && words[1].matches("[^\t]+")
                && words[2].matches("[HTP/.0-9]+"));
        List<String> fields = in.fields();
        require(words[2].matches("HTTP/1\\.[01]"));
        boolean http11 = words[2].equals("HTTP/1.1");
        List<String> hosts = values(fields, "host");
        require(hosts.size() <= 1 && (hosts.size() == 1 || !http11));
        require(hosts.isEmpty() || hosts.get(0).matches("[a-zA-Z0-9!$%&'()*+,.:;=\\[\\]_~-]*"));
        boolean chunked = isChunked(fields, http11);
        String target = words[1].matches("(?i)https?://[^/?#@\\\\]+/.*") ? words[1].substring(words[1].indexOf('/', 8)) : words[1];
        int mark = target.indexOf('?');
        String path = decoded(mark < 0 ? target : target.substring(0, mark));
        require(path.startsWith("/") && !path.matches("(?s).*(//|/\\.(/|$)|/\\.\\.(/|$)|[\u0000-\u001f\u007f]).*"));
        boolean upgrade = !values(fields, "upgrade").isEmpty();
        String bare = path.replaceFirst("^/v[0-9.]+(?=/)", "");
        boolean opens = DockerTable.operation(words[0], bare, upgrade).opensStream();
        List<String> lengths = values(fields, "content-length");
        String body = chunked ? in.chunks() : lengths.isEmpty() ? "" : in.bytes(Long.parseLong(lengths.get(0)));
        requests.add(new Request(words[0], path, mark < 0 ? "" : escaped(target.substring(mark + 1)), endToEnd(fields), body, opens));
        List<String> connection = list(fields, "connection");
        ending = connection.contains("close") || !http11 && !connection.contains("keep-alive") ? Ending.CLOSED : Ending.OPEN;
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
