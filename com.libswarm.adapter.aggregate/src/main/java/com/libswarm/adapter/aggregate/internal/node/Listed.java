package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One element of an engine's list of containers as the aggregate's own list has it, in bytes: all fields as the engine wrote them,
 * with the node it is on. Three are written anew each time: the names, which have the node in front when they are not the only ones, the
 * ports, if they are reached at another address than the engine says, and the status, which goes on by itself. Immutable.
 */
final class Listed {

    private static final String NAMES = "Names";
    private static final String PORTS = "Ports";
    private static final String STATUS = "Status";
    private static final String NODE = "Node";

    private final String name;
    private final Layout layout;
    private final Status status;

    /**
     * The bytes, and where in them the fields are that are written anew.
     *
     * @param fields in their order
     * @param end where what the aggregate has added begins
     * @param fullNames the names with the node in front
     * @param ports as clients are told of them; empty: as they are
     * @param linked whether there are several names
     */
    private record Layout(byte[] json, List<Field> fields, int end, byte[] fullNames, byte[] ports, boolean linked) {

        Optional<Field> status() {
            return fields.stream().filter(field -> field.kind == Kind.STATUS).findFirst();
        }
    }

    /** Where in the bytes the value of a field is. */
    private record Field(Kind kind, int begin, int end) {
    }

    private enum Kind { NAMES, PORTS, STATUS }

    private Listed(String name, Layout layout, Status status) {
        this.name = name;
        this.layout = layout;
        this.status = status;
    }

    /** What {@code fields}, which were asked for at one moment and came at another, tell of a container. */
    static Listed of(Fields fields, Container container, long asked, long received, Optional<Status> known) {
        String node = container.node().name();
        var json = new ByteArrayOutputStream(1_024);
        var anew = new ArrayList<Field>();
        String ports = fields.get(PORTS).orElse("");
        String reached = Optional.of(PublishedPort.reached(ports, container.node())).filter(other -> !other.equals(ports)).orElse("");
        fields.without(NODE).forEach((name, value) -> {
            json.writeBytes(bytes((json.size() == 0 ? "{\"" : ",\"") + name + "\":"));
            int begin = json.size();
            json.writeBytes(bytes(value));
            kind(name, value, reached).ifPresent(kind -> anew.add(new Field(kind, begin, json.size())));
        });
        int end = json.size();
        json.writeBytes(bytes((end == 0 ? "{" : ",") + "\"Node\":" + Json.write(Json.object("Name", node)) + "}"));
        List<String> full = Json.texts(fields.value(NAMES), NAMES).stream().map(name -> "/" + node + name).toList();
        Status status = Status.of(fields.get(STATUS).filter(Listed::isText).orElse("\"\""), asked, received, known);
        return new Listed(container.name(), new Layout(json.toByteArray(), List.copyOf(anew), end, bytes(Json.write(full)), bytes(reached), full.size() > 1),
                status);
    }

    /** @param reached the ports as clients are told of them; empty: as they are */
    private static Optional<Kind> kind(String name, String value, String reached) {
        return switch (name) {
            case NAMES -> Optional.of(Kind.NAMES);
            case PORTS -> reached.isEmpty() ? Optional.empty() : Optional.of(Kind.PORTS);
            case STATUS -> isText(value) ? Optional.of(Kind.STATUS) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isText(String value) {
        return value.startsWith("\"");
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** This element as an engine has listed it again, if nothing of it but the time in its status has changed. */
    Optional<Listed> again(String element, long asked, long received) {
        Optional<Field> before = layout.status();
        if (before.isEmpty() || !isSame(element, 0, before.get().begin, 0)) {
            return Optional.empty();
        }
        int begin = before.get().begin;
        int close = element.indexOf('"', begin + 1);
        int rest = layout.end - before.get().end;
        if (close < 0 || element.length() != close + 1 + rest + 1 || !isSame(element, close + 1, rest, before.get().end)
                || element.charAt(element.length() - 1) != '}') {
            return Optional.empty();
        }
        return Optional.of(new Listed(name, layout, Status.of(element.substring(begin, close + 1), asked, received, Optional.of(status))));
    }

    /** Whether the text is there as these bytes are; one that is not ASCII may be, too. */
    private boolean isSame(String element, int from, int length, int at) {
        if (element.length() < from + length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (element.charAt(from + i) != layout.json[at + i]) {
                return false;
            }
        }
        return true;
    }

    Listed begunAt(long moment) {
        return new Listed(name, layout, status.begunAt(moment));
    }

    /** The container's, as it was listed. */
    String name() {
        return name;
    }

    /** Whether links of other containers have given it more names. */
    boolean isLinked() {
        return layout.linked;
    }

    Status status() {
        return status;
    }

    /** As the engine listed it, with the node. */
    String json() {
        return new String(layout.json, StandardCharsets.UTF_8);
    }

    /**
     * The element as it is now.
     *
     * @param isShared whether its names are those of other containers, too
     * @param pieces gets the bytes, in pieces that are not to be changed
     */
    void write(long now, boolean isShared, Pieces pieces) {
        int done = 0;
        for (Field field : layout.fields) {
            if (field.kind != Kind.NAMES || isShared) {
                byte[] text = switch (field.kind) {
                    case NAMES -> layout.fullNames;
                    case PORTS -> layout.ports;
                    case STATUS -> status.at(now);
                };
                pieces.put(layout.json, done, field.begin - done);
                pieces.put(text, 0, text.length);
                done = field.end;
            }
        }
        pieces.put(layout.json, done, layout.json.length - done);
    }
}
