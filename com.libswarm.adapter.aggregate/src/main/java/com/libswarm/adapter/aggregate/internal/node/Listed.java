package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One element of an engine's list of containers as the aggregate's own list has it, in bytes: all fields as the engine wrote them,
 * with the node it is on. Two are written anew each time: the names, which have the node in front when they are not the only ones, and
 * the status, which goes on by itself. Immutable.
 */
final class Listed {

    private static final String NAMES = "Names";
    private static final String STATUS = "Status";
    private static final String NODE = "Node";

    private final String name;
    private final Layout layout;
    private final Status status;

    /**
     * The bytes, and where in them the two fields are that are written anew; they are empty ranges at the end where there are none.
     *
     * @param end where what the aggregate has added begins
     * @param fullNames the names with the node in front
     * @param linked whether there are several names
     */
    private record Layout(byte[] json, int names, int namesEnd, int status, int statusEnd, int end, byte[] fullNames, boolean linked) {
    }

    private Listed(String name, Layout layout, Status status) {
        this.name = name;
        this.layout = layout;
        this.status = status;
    }

    /** What {@code fields}, which were asked for at one moment and came at another, tell of a container. */
    static Listed of(Fields fields, Container container, long asked, long received, Optional<Status> known) {
        String node = container.node().name();
        var json = new ByteArrayOutputStream(1_024);
        int[] at = new int[4];
        fields.without(NODE).forEach((name, value) -> {
            json.writeBytes(bytes((json.size() == 0 ? "{\"" : ",\"") + name + "\":"));
            int begin = json.size();
            json.writeBytes(bytes(value));
            int field = name.equals(NAMES) ? 0 : name.equals(STATUS) && value.startsWith("\"") ? 2 : at.length;
            if (field < at.length) {
                at[field] = begin;
                at[field + 1] = json.size();
            }
        });
        int end = json.size();
        json.writeBytes(bytes((end == 0 ? "{" : ",") + "\"Node\":" + Json.write(Json.object("Name", node)) + "}"));
        List<String> full = Json.texts(fields.value(NAMES), NAMES).stream().map(name -> "/" + node + name).toList();
        Status status = Status.of(at[3] == 0 ? "\"\"" : fields.get(STATUS).orElseThrow(), asked, received, known);
        return new Listed(container.name(), new Layout(json.toByteArray(), at[0], at[1], at[2], at[3], end, bytes(Json.write(full)), full.size() > 1), status);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** This element as an engine has listed it again, if nothing of it but the time in its status has changed. */
    Optional<Listed> again(String element, long asked, long received) {
        if (layout.status == 0 || !isSame(element, 0, layout.status, 0)) {
            return Optional.empty();
        }
        int close = element.indexOf('"', layout.status + 1);
        int rest = layout.end - layout.statusEnd;
        if (close < 0 || element.length() != close + 1 + rest + 1 || !isSame(element, close + 1, rest, layout.statusEnd)
                || element.charAt(element.length() - 1) != '}') {
            return Optional.empty();
        }
        return Optional.of(new Listed(name, layout, Status.of(element.substring(layout.status, close + 1), asked, received, Optional.of(status))));
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
        boolean namesFirst = layout.names < layout.status;
        int done = names(namesFirst && isShared, 0, pieces);
        if (layout.statusEnd > 0) {
            pieces.put(layout.json, done, layout.status - done);
            byte[] text = status.at(now);
            pieces.put(text, 0, text.length);
            done = layout.statusEnd;
        }
        done = names(!namesFirst && isShared, done, pieces);
        pieces.put(layout.json, done, layout.json.length - done);
    }

    private int names(boolean written, int done, Pieces pieces) {
        if (!written || layout.namesEnd == 0) {
            return done;
        }
        pieces.put(layout.json, done, layout.names - done);
        pieces.put(layout.fullNames, 0, layout.fullNames.length);
        return layout.namesEnd;
    }
}
