package com.libswarm.docker.internal.http;

import java.util.Arrays;
import java.util.stream.Stream;

/** Names of header fields, in any case. It is asked about every field that passes, so most of those that it lacks cost one look. */
public final class NameSet {

    private static final int SLOTS = 256;

    private final String[] names;
    private final String[][] bySlot = new String[SLOTS][];
    private final String prefix;

    private NameSet(String[] names, String prefix) {
        this.names = names;
        this.prefix = prefix;
        Arrays.setAll(bySlot, slot -> Arrays.stream(names).filter(name -> slot(name) == slot).toArray(String[]::new));
    }

    public static NameSet of(String... names) {
        return new NameSet(names.clone(), "");
    }

    /** These, and {@code more}. */
    NameSet and(String... more) {
        return new NameSet(Stream.of(names, more).flatMap(Arrays::stream).toArray(String[]::new), prefix);
    }

    /** These, and all that begin with {@code start}. */
    NameSet andAll(String start) {
        return new NameSet(names, start);
    }

    public boolean contains(String name) {
        for (String known : bySlot[slot(name)]) {
            if (known.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return begins(name);
    }

    /** The same for a name in any case. */
    private static int slot(String name) {
        return name.isEmpty() ? 0 : name.length() * 31 + (name.charAt(0) | 0x20) & SLOTS - 1;
    }

    private boolean begins(String name) {
        int last = prefix.length() - 1;
        return last >= 0 && last < name.length() && name.charAt(last) == prefix.charAt(last) && name.regionMatches(true, 0, prefix, 0, last);
    }
}
