package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.adapter.Declaration;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/**
 * A version of a bundle with adapters.
 *
 * @param bundle where it is: a slot, or a bundle that others have installed
 * @param sha256 the digest of the jar; empty if others have installed it
 * @param source the file or URL that it is from; the bundle's location, if others have installed it
 */
record DeployedVersion(Bundle bundle, String sha256, String source) {

    static DeployedVersion installedByOthers(Bundle bundle) {
        return new DeployedVersion(bundle, "", bundle.getLocation());
    }

    boolean isSlot() {
        return Ranking.isSlot(bundle);
    }

    String version() {
        return bundle.getVersion().toString();
    }

    /** The names of the adapters that it says it has. */
    List<String> adapters() {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of() : revision.getDeclaredCapabilities(Declaration.NAMESPACE).stream()
                .map(capability -> String.valueOf(capability.getAttributes().get("name"))).toList();
    }
}
