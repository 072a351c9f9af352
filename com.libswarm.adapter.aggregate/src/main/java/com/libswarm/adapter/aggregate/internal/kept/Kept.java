package com.libswarm.adapter.aggregate.internal.kept;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * What outlives the link's code: changes of the table of nodes, on which node each exec is, which names are being created. Two instances may use it at a time,
 * so what has to be unique is put where only one can put it.
 */
public final class Kept {

    private static final String FORMAT = "format";
    private static final String VERSION = "1";
    private static final String EXEC = "exec/";
    private static final String NAME = "name/";
    private static final byte[] NOTHING = new byte[0];
    private static final int MOST_EXECS = 10_000;

    private final ConcurrentMap<String, byte[]> kept;
    /** What this instance has reserved. */
    private final Set<String> reserved = ConcurrentHashMap.newKeySet();

    /** Kinds of things that are kept. */
    public enum Kind {
        /** What a container has reserved on its node, by its id: the node's name, and what, in two lines. */
        RESERVED("reserved/"),
        /** The same for a container that is just being created. */
        CREATING("creating/"),
        /** A node that was added while the link ran: its spec. */
        ADDED("added/"),
        /** A node of the link's arguments that was removed: its spec there. */
        REMOVED("removed/"),
        /** A node that takes nothing new. */
        DRAINING("draining/"),
        /** What the engine of a node calls itself that has no name of its own, by the name of its link: its spec, and that, in two lines. */
        CALLED("called/"),
        /** A node of the file of nodes, or of DNS: its spec. */
        FOUND("found/"),
        /** A container that is moved when its node fails, by its id: what of it changes. */
        MOVABLE("movable/"),
        /** The same container: how it was created. It may hold secrets. */
        CREATED("created/"),
        /** Where a container goes on whose node failed, by the id that it had there; or that it stays. */
        DECIDED("decided/"),
        /** A create whose node was lost before it answered, by the node's name and the container's. */
        CUT_OFF("cutoff/"),
        /** A node that is unhealthy: its containers, a line each. */
        LOST("lost/"),
        /** An image that was made on one node, by its name: the node's name. */
        BUILT("built/"),
        /** A build that goes on, by the name that its client gave it: the node's name. */
        BUILDING("building/"),
        /** A session of BuildKit: the node's name. */
        SESSION("session/");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    public Kept(ConcurrentMap<String, byte[]> kept) {
        this.kept = kept;
        byte[] format = kept.putIfAbsent(FORMAT, VERSION.getBytes(UTF_8));
        if (format != null && !VERSION.equals(new String(format, UTF_8))) {
            // of another version of this code: all of it can be found out anew
            kept.clear();
            kept.put(FORMAT, VERSION.getBytes(UTF_8));
        }
    }

    /** An exec is on this node. Beyond 10,000 of them some are forgotten, and looked for when they are asked for. */
    public void putExec(String id, String node) {
        List<String> execs = kept.size() < MOST_EXECS ? List.of() : kept.keySet().stream().filter(key -> key.startsWith(EXEC)).toList();
        if (execs.size() >= MOST_EXECS) {
            execs.subList(0, MOST_EXECS / 2).forEach(kept::remove);
        }
        kept.put(EXEC + id, node.getBytes(UTF_8));
    }

    /** The name of its node. */
    public Optional<String> exec(String id) {
        return Optional.ofNullable(kept.get(EXEC + id)).map(node -> new String(node, UTF_8));
    }

    /**
     * Whether the name was free; then it is the caller's until he {@link #release}s it.
     *
     * @param collection such as {@code /containers}
     */
    public boolean reserve(String collection, String name) {
        String key = NAME + collection + "/" + name;
        boolean isFree = kept.putIfAbsent(key, NOTHING) == null;
        if (isFree) {
            reserved.add(key);
        }
        return isFree;
    }

    public void release(String collection, String name) {
        String key = NAME + collection + "/" + name;
        reserved.remove(key);
        kept.remove(key);
    }

    /** Whether anybody has reserved the name. */
    public boolean isReserved(String collection, String name) {
        return kept.containsKey(NAME + collection + "/" + name);
    }

    /** Releases all that this instance has reserved, because it ends and nobody else would. */
    public void releaseAll() {
        reserved.forEach(kept::remove);
        reserved.clear();
    }

    /** Something of that kind is kept under a name. */
    public void put(Kind kind, String name, String value) {
        kept.put(kind.prefix + name, value.getBytes(UTF_8));
    }

    /** What is kept of that kind under a name is another now; nothing, if nothing is kept there: what was removed does not come again. */
    public void update(Kind kind, String name, UnaryOperator<String> change) {
        kept.computeIfPresent(kind.prefix + name, (key, before) -> change.apply(new String(before, UTF_8)).getBytes(UTF_8));
    }

    public void remove(Kind kind, String name) {
        kept.remove(kind.prefix + name);
    }

    public boolean has(Kind kind, String name) {
        return kept.containsKey(kind.prefix + name);
    }

    public Optional<String> get(Kind kind, String name) {
        return Optional.ofNullable(kept.get(kind.prefix + name)).map(value -> new String(value, UTF_8));
    }

    /** What is kept of that kind under a name from now on: {@code value}, unless there is something already. */
    public String putIfAbsent(Kind kind, String name, String value) {
        byte[] before = kept.putIfAbsent(kind.prefix + name, value.getBytes(UTF_8));
        return before == null ? value : new String(before, UTF_8);
    }

    /** How much is kept of that kind: the number of things, and their bytes together. */
    public Size size(Kind kind) {
        int things = 0;
        long bytes = 0;
        for (var entry : kept.entrySet()) {
            if (entry.getKey().startsWith(kind.prefix)) {
                things++;
                bytes += entry.getValue().length;
            }
        }
        return new Size(things, bytes);
    }

    /** How much is kept. */
    public record Size(int things, long bytes) {
    }

    /** Whatever is kept of that kind, by its names. */
    public Map<String, String> all(Kind kind) {
        var all = new HashMap<String, String>();
        kept.forEach((key, value) -> {
            if (key.startsWith(kind.prefix)) {
                all.put(key.substring(kind.prefix.length()), new String(value, UTF_8));
            }
        });
        return all;
    }
}
