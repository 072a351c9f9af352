package com.libswarm.conformance;

import java.util.ArrayList;
import java.util.List;

/** What stands between the links of a chain under test. */
public enum Hop {

    /** Nothing: plain calls. */
    PLAIN,

    /** The adapter {@code wire}: all that passes is bytes for a moment. */
    WIRE;

    /** These specs, with this hop in front of each. */
    public List<String> between(List<String> specs) {
        if (this == PLAIN) {
            return specs;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            all.add("wire " + (i + 1));
            all.add(specs.get(i));
        }
        return all;
    }

    /** The number that a link has in the chain, from its number among the specs. */
    public int numberOf(int link) {
        return this == PLAIN ? link : 2 * link;
    }
}
