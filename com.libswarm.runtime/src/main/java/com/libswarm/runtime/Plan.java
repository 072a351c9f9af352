package com.libswarm.runtime;

import com.libswarm.api.adapter.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What a change would do, if it were made now. Asking for it changes nothing.
 *
 * @param change the change, in a sentence
 * @param links what it would touch
 * @param findings what was found out about the new spec or code ahead, and what was not looked at
 */
public record Plan(String change, List<Touched> links, List<Finding> findings) {

    /**
     * A link that would be replaced or taken out, or the place of a new one.
     *
     * @param chain the chain's name
     * @param link the link's address: {@code 2}, or {@code 2.east} for a nested link
     * @param now what is there; empty for a new link
     * @param then what would be there; empty if nothing would
     * @param requests how many requests wait for their reply in the chain now: those would finish on what is there now
     * @param streams the open streams of the chain that would stay on what is there now, a line for each
     * @param limits how long these would have
     */
    public record Touched(String chain, String link, Optional<Change.Version> now, Optional<Change.Version> then, int requests,
            List<String> streams, DrainLimits limits) {
    }

    /** Whether it is known already that it would fail. */
    public boolean wouldFail() {
        return findings.stream().anyMatch(finding -> finding.outcome() == Finding.Outcome.BAD);
    }
}
