package com.libswarm.docker.internal.http;

import java.util.Arrays;

/** Names of header fields, in any case. It is asked about every field that passes, so it makes nothing on the way. */
public final class NameSet {

    private final String[][] byLength;

    private NameSet(String[][] byLength) {
        this.byLength = byLength;
    }

    public static NameSet of(String... names) {
        int longest = Arrays.stream(names).mapToInt(String::length).max().orElse(0);
        String[][] byLength = new String[longest + 1][];
        Arrays.setAll(byLength, length -> Arrays.stream(names).filter(name -> name.length() == length).toArray(String[]::new));
        return new NameSet(byLength);
    }

    public boolean contains(String name) {
        if (name.length() >= byLength.length) {
            return false;
        }
        for (String known : byLength[name.length()]) {
            if (known.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
