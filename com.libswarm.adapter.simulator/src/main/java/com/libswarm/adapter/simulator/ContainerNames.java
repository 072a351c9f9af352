package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import java.util.List;
import java.util.regex.Pattern;

/** What may be a container's name. */
final class ContainerNames {

    /** An engine wants two characters at least; but whoever tries a chain writes {@code simulator a b}. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    private ContainerNames() {
    }

    /** @throws Failure 400 if one of them may not */
    static void check(List<String> names) {
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new Failure(400, "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
            }
        }
    }
}
