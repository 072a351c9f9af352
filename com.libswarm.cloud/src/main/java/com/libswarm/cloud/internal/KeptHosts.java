package com.libswarm.cloud.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.libswarm.api.adapter.KeptState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What outlives the link's code: which hosts are ready, so that its successor goes on with their tunnels at once; and that a host is
 * just being ordered, so that it does not order it a second time.
 */
final class KeptHosts {

    /** 2: the addresses have the hosts' ids behind them. */
    private static final int FORMAT = 2;
    private static final String READY = "ready/";
    private static final String ORDERED = "ordered/";
    /** An order that is older was lost with whoever made it. */
    private static final Duration LONGEST_ORDER = Duration.ofMinutes(3);

    private final KeptState kept;
    private final String scope;

    /** @param scope which hosts: those of another account, place or name are none of ours */
    KeptHosts(KeptState kept, String scope) {
        this.kept = kept;
        this.scope = scope + "/";
    }

    void require() {
        kept.requireFormat(FORMAT);
    }

    /** Of hosts without ids nothing is kept: they are found again in the cloud. */
    void convert() {
        kept.convert(FORMAT, all -> {
            all.keySet().removeIf(key -> key.startsWith(READY));
            return all;
        });
    }

    /** Where the hosts are that are ready, by their names. */
    Map<String, Location> ready() {
        var ready = new TreeMap<String, Location>();
        kept.forEach((key, place) -> {
            if (key.startsWith(READY + scope)) {
                Location.parse(new String(place, UTF_8)).ifPresent(one -> ready.put(key.substring((READY + scope).length()), one));
            }
        });
        return ready;
    }

    void ready(String name, Location location) {
        kept.put(READY + scope + name, location.toString().getBytes(UTF_8));
    }

    void gone(String name) {
        kept.remove(READY + scope + name);
    }

    void ordering(String name) {
        kept.put(ORDERED + scope + name, Instant.now().toString().getBytes(UTF_8));
    }

    void ordered(String name) {
        kept.remove(ORDERED + scope + name);
    }

    /** A host that somebody is just ordering. */
    Optional<String> beingOrdered() {
        Instant oldest = Instant.now().minus(LONGEST_ORDER);
        return kept.entrySet().stream().filter(entry -> entry.getKey().startsWith(ORDERED + scope))
                .filter(entry -> Instant.parse(new String(entry.getValue(), UTF_8)).isAfter(oldest))
                .map(entry -> entry.getKey().substring((ORDERED + scope).length())).findFirst();
    }
}
