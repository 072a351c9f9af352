package com.libswarm.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What there is to know about one link.
 *
 * @param number its place in the chain, from 1; for a nested link its place within its parent
 * @param name the nested link's name within its parent; empty for a link of the chain
 * @param adapter the adapter's name
 * @param spec the spec, with secrets masked
 * @param state one of: running, waiting (its adapter is not there), stopped, failed (it could not be started), removed (it was taken
 *     out, or its parent's present instance has not asked for it: only instances that drain still use it)
 * @param version the version of the bundle that its code is from; empty outside OSGi
 * @param listens the addresses on which it listens
 * @param details what the link tells about itself, by names
 * @param draining instances that it had before and that still carry something
 * @param nested its nested links
 */
public record LinkInfo(int number, String name, String adapter, String spec, String state, String version, List<String> listens,
        Map<String, String> details, List<Draining> draining, List<LinkInfo> nested) {

    /** The state of a link that was taken out. */
    public static final String REMOVED = "removed";

    /**
     * An instance that gets no more messages.
     *
     * @param spec its spec, with secrets masked
     * @param version the version of the bundle that its code is from; empty outside OSGi
     * @param since when it was replaced
     * @param carries its requests, a line each: id, message, and whether it is a stream
     */
    public record Draining(String spec, String version, Instant since, List<String> carries) {
    }
}
