package com.libswarm.runtime.internal.deploy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Which bundles' adapters may serve, and which of several serves before the others. Thread-safe. */
public final class Ranking {

    /** What the locations of the runtime's own bundle slots begin with. */
    static final String LOCATION = "libswarm-deploy:";

    private final Map<Long, Rank> deployed = new ConcurrentHashMap<>();

    /**
     * The higher one serves.
     *
     * @param version the bundle's own; of one that was deployed, the highest of those over which it was to win
     * @param number 0 for what others have installed; else the higher, the later it was deployed
     */
    public record Rank(Version version, long number) implements Comparable<Rank> {

        @Override
        public int compareTo(Rank other) {
            int byVersion = version.compareTo(other.version);
            return byVersion != 0 ? byVersion : Long.compare(number, other.number);
        }
    }

    /** Whether its adapters may serve: a slot serves only while it holds the version that was chosen. */
    public boolean serves(Bundle bundle) {
        return deployed.containsKey(bundle.getBundleId()) || !isSlot(bundle);
    }

    public Rank of(Bundle bundle) {
        return deployed.getOrDefault(bundle.getBundleId(), new Rank(bundle.getVersion(), 0));
    }

    static boolean isSlot(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    void choose(Bundle bundle, Rank rank) {
        deployed.put(bundle.getBundleId(), rank);
    }

    void retire(Bundle bundle) {
        deployed.remove(bundle.getBundleId());
    }
}
