package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of a link's hosts: the one of the arguments, and with a number behind it those of further ones. */
record HostNames(String first) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,50}");

    HostNames {
        if (!NAME.matcher(first).matches()) {
            throw new Failure(400, "'" + first + "' cannot be the name of a host: use letters, digits, dots and dashes, 51 at most.");
        }
    }

    boolean isOurs(String name) {
        return name.equals(first) || name.startsWith(first + "-") && name.substring(first.length() + 1).matches("[1-9][0-9]{0,5}");
    }

    /** The first name that is free. */
    String next(Set<String> taken) {
        String name = first;
        for (int i = 2; taken.contains(name); i++) {
            name = first + "-" + i;
        }
        return name;
    }
}
