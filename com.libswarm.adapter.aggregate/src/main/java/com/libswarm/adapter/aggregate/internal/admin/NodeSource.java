package com.libswarm.adapter.aggregate.internal.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where nodes are found besides the link's arguments. */
interface NodeSource {

    /** What it is called, for people and in what is kept: the same as long as it is asked for the same. */
    String id();

    /** How often it is looked at. */
    Duration every();

    /**
     * Looks; may block.
     *
     * @return what there is now
     * @throws IOException nothing can be said about it now, so that nothing changes; the message is for the operator
     */
    Found look() throws IOException;

    /**
     * What was found.
     *
     * @param specs of the nodes, by name
     * @param origins where exactly it says so, for people, by the same names
     * @param held names of nodes of which nothing is said that could be read: they stay as they are
     * @param isWhole whether those that are not named are gone
     * @param errors what was wrong, a sentence each
     */
    record Found(Map<String, String> specs, Map<String, String> origins, Set<String> held, boolean isWhole, List<String> errors) {

        /** What to say when that node cannot be had. */
        String refusal(String name, String why) {
            return origins.get(name) + ": The node " + name + " cannot be had: " + why;
        }
    }
}
