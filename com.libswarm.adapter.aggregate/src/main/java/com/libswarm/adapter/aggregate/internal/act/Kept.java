package com.libswarm.adapter.aggregate.internal.act;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * What outlives the link's code: on which node each exec is, which names are being created. Two instances may use it at a time,
 * so what has to be unique is put where only one can put it.
 */
final class Kept {

    private static final String FORMAT = "format";
    private static final String VERSION = "1";
    private static final String EXEC = "exec/";
    private static final String NAME = "name/";
    private static final int MOST_EXECS = 10_000;

    private final ConcurrentMap<String, byte[]> kept;

    Kept(ConcurrentMap<String, byte[]> kept) {
        this.kept = kept;
        byte[] format = kept.putIfAbsent(FORMAT, VERSION.getBytes(UTF_8));
        if (format != null && !VERSION.equals(new String(format, UTF_8))) {
            // of another version of this code: all of it can be found out anew
            kept.clear();
            kept.put(FORMAT, VERSION.getBytes(UTF_8));
        }
    }

    /** An exec is on this node. Beyond 10,000 of them some are forgotten, and looked for when they are asked for. */
    void putExec(String id, String node) {
        List<String> execs = kept.size() < MOST_EXECS ? List.of() : kept.keySet().stream().filter(key -> key.startsWith(EXEC)).toList();
        if (execs.size() >= MOST_EXECS) {
            execs.subList(0, MOST_EXECS / 2).forEach(kept::remove);
        }
        kept.put(EXEC + id, node.getBytes(UTF_8));
    }

    /** The name of its node. */
    Optional<String> exec(String id) {
        return Optional.ofNullable(kept.get(EXEC + id)).map(node -> new String(node, UTF_8));
    }

    /** Whether the name was free; then it is the caller's until he {@link #release}s it. */
    boolean reserve(String name) {
        return kept.putIfAbsent(NAME + name, new byte[0]) == null;
    }

    void release(String name) {
        kept.remove(NAME + name);
    }
}
