package com.libswarm.runtime.internal.deploy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/**
 * The versions of one bundle: that which serves, that before it, and those that still carry something. Changed by the deploy
 * thread; any thread may look.
 */
final class Deployment {

    private final String name;
    private final List<DeployedVersion> versions = new CopyOnWriteArrayList<>();
    // bundles of others that were stopped because a deployed version serves
    private final Set<Bundle> replaced = new TreeSet<>();
    private volatile Optional<DeployedVersion> current = Optional.empty();
    private volatile Optional<DeployedVersion> previous = Optional.empty();

    Deployment(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<DeployedVersion> versions() {
        return List.copyOf(versions);
    }

    Optional<DeployedVersion> current() {
        return current;
    }

    Optional<DeployedVersion> previous() {
        return previous;
    }

    boolean isCurrent(DeployedVersion version) {
        return current.equals(Optional.of(version));
    }

    boolean isPrevious(DeployedVersion version) {
        return previous.equals(Optional.of(version));
    }

    void add(DeployedVersion version) {
        versions.add(version);
    }

    boolean has(Bundle bundle) {
        return versions.stream().anyMatch(version -> version.bundle().equals(bundle));
    }

    /** That version serves now; the one that did is the one before. */
    void serve(DeployedVersion version) {
        if (!versions.contains(version)) {
            versions.add(version);
        }
        previous = current;
        current = Optional.of(version);
    }

    void restore(Optional<DeployedVersion> serving, Optional<DeployedVersion> before) {
        current = serving;
        previous = before;
        versions.addAll(serving.stream().toList());
        versions.addAll(before.stream().toList());
    }

    /** None serves, and there is none to go back to: those that are left only drain. */
    void end() {
        current = Optional.empty();
        previous = Optional.empty();
    }

    void remove(DeployedVersion version) {
        versions.remove(version);
        current = current.filter(one -> !one.equals(version));
        previous = previous.filter(one -> !one.equals(version));
        if (!version.isSlot() && version.bundle().getState() != Bundle.UNINSTALLED) {
            replaced.add(version.bundle());
        }
    }

    /** The bundle of others that would serve if nothing were deployed: of several the highest version. */
    Optional<DeployedVersion> before() {
        Set<Bundle> others = versions.stream().filter(version -> !version.isSlot()).map(DeployedVersion::bundle)
                .collect(Collectors.toSet());
        others.addAll(replaced);
        return others.stream().filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                .max((a, b) -> a.getVersion().compareTo(b.getVersion())).map(DeployedVersion::installedByOthers);
    }
}
