package com.libswarm.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One change of a chain that runs, as it was made or as it failed.
 *
 * @param at when it began
 * @param chain the chain's name
 * @param link the link's address at that time: {@code 2}, or {@code 2.east} for a nested link
 * @param kind what it was
 * @param from what was there before; empty if nothing was
 * @param to what is there since; empty if nothing is
 * @param starting how long the new one took to be made and to start, while the old one worked
 * @param switching how long the switch took: from the moment when the old one got no more connections until the new one was active
 * @param draining how long the old one needed to become idle and stop; empty if it carries something still, or there was none
 * @param drains whether the old one still carries something
 * @param ended what was ended with an Error because it took longer than the {@link DrainLimits}, a line for each
 * @param failure why it failed, in a sentence: the chain is as it was before
 */
public record Change(Instant at, String chain, String link, ChangeKind kind, Optional<Version> from, Optional<Version> to,
        Duration starting, Duration switching, Optional<Duration> draining, boolean drains, List<String> ended, Optional<String> failure) {

    /**
     * A link before or after.
     *
     * @param spec with secrets masked
     * @param version the version of the bundle that its code is from; empty outside OSGi
     */
    public record Version(String spec, String version) {
    }
}
