package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.HeaderFields;
import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Ascii;
import com.libswarm.docker.internal.http.Heads;
import com.libswarm.docker.internal.http.RequestUrl;
import com.libswarm.docker.internal.table.DockerTable;
import com.libswarm.docker.internal.table.Target;
import java.util.Map;

/**
 * A message as the head of an HTTP request.
 *
 * @param first line of the head
 * @param length of the request's own body: exactly that; for a stream, how much of the bytes belongs to the request before the raw
 *     ones begin; -1 if it goes in chunks
 * @param opensStream whether raw bytes may follow the answer
 * @param ownBody what the request says where the message has no body for it; mostly empty
 */
record EngineRequest(String method, String first, HeaderFields fields, long length, boolean opensStream, String ownBody) {

    /** What an exec's start says. */
    private static final String EXEC_START = "{\"Detach\":false,\"Tty\":false}";

    /** What the engine's events call the objects of a collection. */
    private static final Map<String, String> EVENT_TYPES = Map.of("containers", "container", "images", "image", "networks", "network",
            "volumes", "volume", "plugins", "plugin", "nodes", "node", "services", "service", "secrets", "secret", "configs", "config");

    /** Whether the engine is to say that it wants the body before that is sent. */
    boolean asksFirst() {
        return fields.has(FieldNames.EXPECT);
    }

    boolean isHeadOnly() {
        return method.equals("HEAD");
    }

    /** Whether it changes nothing, so that it may come twice (RFC 9110, 9.2.1). */
    boolean isSafe() {
        return isHeadOnly() || method.equals("GET");
    }

    /** @throws Failure 400 if the message stands for no request */
    static EngineRequest of(Message given) {
        Message message = given.verb() == Verb.Watch && given.aspect().isEmpty() ? events(given) : given;
        Target target = DockerTable.target(message.verb(), message.path(), message.aspect(), message.head().get(Head.HTTP_METHOD));
        String first = MessageWriter.requestLine(target.method(), url(message, target.path()));
        var fields = new HeaderFields();
        fields.add(FieldNames.HOST, "docker");
        Heads.copy(message.head(), Heads.NOT_IN_REQUESTS, fields::add);
        boolean stream = message.verb() == Verb.Attach || message.verb() == Verb.Connect;
        if (!message.body().isNone() && message.head().get("Expect").equalsIgnoreCase("100-continue")) {
            fields.set(FieldNames.EXPECT, "100-continue");
        }
        String ownBody = isExecStart(message) ? EXEC_START : "";
        long length = stream ? stream(message, ownBody, fields) : body(message, target.method(), fields);
        return new EngineRequest(target.method(), first, fields, length, stream, ownBody);
    }

    private static String url(Message message, String path) {
        String version = message.head().get(Head.API_VERSION);
        if (!version.isEmpty() && !RequestUrl.isVersion(version)) {
            throw new Failure(400, "The head's Api-Version '" + version + "' is no version of the Docker API: write 1.41.");
        }
        String query = message.args().query();
        return (version.isEmpty() ? "" : "/v" + version) + RequestUrl.encode(path) + (query.isEmpty() ? "" : "?" + query);
    }

    private static long stream(Message message, String ownBody, HeaderFields fields) {
        String upgrade = message.head().get("Upgrade");
        if (!upgrade.isEmpty()) {
            fields.set(FieldNames.CONNECTION, FieldNames.UPGRADE);
            fields.set(FieldNames.UPGRADE, upgrade);
        }
        if (!ownBody.isEmpty()) {
            fields.set(FieldNames.CONTENT_TYPE, "application/json");
            fields.set(FieldNames.CONTENT_LENGTH, ownBody.length());
            return 0;
        }
        return Math.max(declared(fields), 0);
    }

    /** Whether it starts an exec, and brings no description of it. */
    private static boolean isExecStart(Message message) {
        return message.verb() == Verb.Attach && message.path().startsWith("/exec/") && !message.head().has("Content-Length");
    }

    private static long body(Message message, String method, HeaderFields fields) {
        long length = declared(fields);
        if (message.body().isNone()) {
            fields.remove(FieldNames.CONTENT_LENGTH);
            if (method.equals("POST") || method.equals("PUT")) {
                fields.set(FieldNames.CONTENT_LENGTH, 0);
            }
            return 0;
        }
        if (length < 0) {
            length = message.body().length();
            fields.remove(FieldNames.CONTENT_LENGTH);
            if (length < 0) {
                fields.set(FieldNames.TRANSFER_ENCODING, "chunked");
            } else {
                fields.set(FieldNames.CONTENT_LENGTH, length);
            }
        }
        if (length >= 0) {
            fields.remove(FieldNames.TRAILER);
        }
        return length;
    }

    private static long declared(HeaderFields fields) {
        String said = fields.get(FieldNames.CONTENT_LENGTH);
        return !said.isEmpty() && said.length() < 19 && Ascii.isDigits(said) ? Long.parseLong(said) : -1;
    }

    /** To watch a collection or an object is to ask for the engine's events about it. */
    private static Message events(Message watch) {
        String path = watch.path();
        int slash = path.indexOf('/', 1);
        String type = EVENT_TYPES.getOrDefault(slash < 0 ? path.substring(1) : path.substring(1, slash), "");
        if (type.isEmpty()) {
            return watch;
        }
        String own = "\"type\":[\"" + type + "\"]" + (slash < 0 ? "" : ",\"" + type + "\":[\"" + quoted(path.substring(slash + 1)) + "\"]");
        String given = watch.args().get("filters").trim();
        boolean more = given.startsWith("{") && !given.replaceAll("\\s", "").equals("{}");
        Args args = watch.args().with("filters", "{" + own + (more ? "," + given.substring(1) : "}"));
        return watch.withPath("/events").withArgs(args);
    }

    private static String quoted(String name) {
        return name.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
