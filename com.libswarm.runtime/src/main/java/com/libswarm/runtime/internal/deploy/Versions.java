package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DeployReport;
import com.libswarm.runtime.DeployReport.SwitchedLink;
import com.libswarm.runtime.DeploymentInfo;
import com.libswarm.runtime.internal.chain.AdapterSource;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import com.libswarm.runtime.internal.deploy.Ranking.Rank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Makes one version of a bundle serve in the place of another, and ends those that are idle. Called by the deploy thread alone. */
final class Versions {

    private static final int MOST_SLOTS = 8;
    private static final Duration COMPONENTS = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 10;

    private final BundleSteps steps;
    private final ChainRegistry registry;
    private final AdapterServices services;
    private final Ranking ranking;
    private long lastNumber;

    Versions(BundleSteps steps, ChainRegistry registry, AdapterServices services, Ranking ranking) {
        this.steps = steps;
        this.registry = registry;
        this.services = services;
        this.ranking = ranking;
    }

    /** Takes bundles of that name that others have installed and that serve: the highest is the version that serves now. */
    void adopt(Deployment deployment) {
        bundlesOf(deployment.name()).filter(bundle -> !Ranking.isSlot(bundle))
                .filter(bundle -> !services.of(bundle).isEmpty() && !deployment.has(bundle))
                .forEach(bundle -> deployment.add(DeployedVersion.installedByOthers(bundle)));
        deployment.versions().stream().filter(version -> ranking.serves(version.bundle()) && !services.of(version.bundle()).isEmpty())
                .max(Comparator.comparing(version -> ranking.of(version.bundle())))
                .filter(serving -> !deployment.isCurrent(serving)).ifPresent(deployment::serve);
    }

    /** The location of a slot that holds nothing which is needed. */
    String freeSlot(Deployment deployment) {
        List<String> taken = deployment.versions().stream().map(version -> version.bundle().getLocation()).toList();
        return IntStream.rangeClosed(1, MOST_SLOTS).mapToObj(number -> Ranking.LOCATION + deployment.name() + "#" + number)
                .filter(location -> !taken.contains(location)).findFirst()
                .orElseThrow(() -> new Failure(409, deployment.name() + " was not deployed: " + MOST_SLOTS
                        + " versions of it are there, because they still carry these; end some first. "
                        + String.join("; ", carried(deployment))));
    }

    private List<String> carried(Deployment deployment) {
        return deployment.versions().stream().flatMap(version -> carriedBy(version).stream()).toList();
    }

    private List<String> carriedBy(DeployedVersion version) {
        return services.of(version.bundle()).stream().flatMap(source -> registry.carriedBy(source).stream()).toList();
    }

    /**
     * Starts the version and switches all links to it.
     *
     * @throws Failure if one cannot be switched: then none is
     */
    DeployReport activate(Deployment deployment, DeployedVersion version) {
        steps.start(version.bundle());
        List<AdapterSource> fresh = adaptersOf(version);
        List<AdapterSource> gone = deployment.versions().stream().filter(other -> !other.equals(version))
                .flatMap(other -> services.of(other.bundle()).stream()).toList();
        checkNoneIsMissed(gone, fresh.stream().map(source -> source.info().name()).toList());
        Optional<DeployedVersion> before = deployment.current();
        ranking.choose(version.bundle(), new Rank(highest(deployment, version), ++lastNumber));
        List<SwitchedLink> links;
        try {
            links = registry.replace(gone, fresh);
        } catch (Failure failure) {
            ranking.retire(version.bundle());
            throw failure;
        }
        before.ifPresent(other -> ranking.retire(other.bundle()));
        deployment.serve(version);
        return new DeployReport(deployment.name(), before.map(DeployedVersion::version).orElse(""), version.version(), links);
    }

    /** What was deployed wins over the highest version that is there now, of its own bundle and of others with its adapters. */
    private Version highest(Deployment deployment, DeployedVersion version) {
        List<String> adapters = version.adapters();
        return steps.bundles().stream().filter(bundle -> ranking.serves(bundle) && services.of(bundle).stream().anyMatch(
                        source -> deployment.name().equals(bundle.getSymbolicName()) || adapters.contains(source.info().name())))
                .map(bundle -> ranking.of(bundle).version()).reduce(version.bundle().getVersion(), (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    // components of a bundle are registered while it starts, or a little later
    private List<AdapterSource> adaptersOf(DeployedVersion version) {
        List<String> missing = new ArrayList<>();
        long giveUp = System.nanoTime() + COMPONENTS.toNanos();
        while (true) {
            List<AdapterSource> there = services.of(version.bundle());
            missing.clear();
            missing.addAll(version.adapters());
            there.forEach(source -> missing.remove(source.info().name()));
            if (missing.isEmpty()) {
                return there;
            }
            if (System.nanoTime() > giveUp) {
                throw new Failure(400, "its adapter '" + missing.get(0) + "' did not become a service within " + COMPONENTS.toSeconds()
                        + " s: its component refers to something that is not there, or its declaration cannot be read.");
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Failure(503, "the runtime is being stopped");
            }
        }
    }

    /** @throws Failure if links use adapters of it that a version with these adapters does not have */
    void checkNoneIsMissed(Deployment deployment, List<String> adapters) {
        checkNoneIsMissed(bundlesOf(deployment.name()).flatMap(bundle -> services.of(bundle).stream()).toList(), adapters);
    }

    private void checkNoneIsMissed(List<AdapterSource> gone, List<String> adapters) {
        for (AdapterSource source : gone) {
            List<String> users = registry.usersOf(source);
            if (!adapters.contains(source.info().name()) && !users.isEmpty()) {
                throw new Failure(409, "it has no adapter '" + source.info().name() + "', which these links use: "
                        + String.join(", ", users) + ".");
            }
        }
    }

    private Stream<Bundle> bundlesOf(String name) {
        return steps.bundles().stream().filter(bundle -> name.equals(bundle.getSymbolicName()));
    }

    /** The version of that bundle whose adapters serve now. */
    Optional<Version> serving(String name) {
        return bundlesOf(name).filter(bundle -> ranking.serves(bundle) && !services.of(bundle).isEmpty())
                .max(Comparator.comparing(ranking::of)).map(Bundle::getVersion);
    }

    /**
     * Its adapters serve no more, and nothing is in their place.
     *
     * @param force whether links that use them are left without an adapter: what they carry has some seconds
     * @return the links that were switched to adapters of other bundles
     */
    List<SwitchedLink> withdraw(Deployment deployment, boolean force) {
        List<AdapterSource> gone = deployment.versions().stream().flatMap(version -> services.of(version.bundle()).stream()).toList();
        List<String> left = gone.stream().filter(source -> !registry.hasOther(source.info().name(), gone))
                .flatMap(source -> registry.usersOf(source).stream()).distinct().sorted().toList();
        if (left.isEmpty()) {
            return registry.replace(gone, List.of());
        }
        if (!force) {
            throw new Failure(409, deployment.name() + " was not undeployed, because these links use it: " + String.join(", ", left)
                    + ". Swap or remove them first, or undeploy with --force: their requests get an Error then.");
        }
        gone.forEach(registry::remove);
        return List.of();
    }

    /** None of its slots serves any more. */
    void end(Deployment deployment) {
        deployment.versions().forEach(version -> ranking.retire(version.bundle()));
        deployment.end();
    }

    void forget(Deployment deployment, Bundle bundle) {
        ranking.retire(bundle);
        deployment.versions().stream().filter(version -> version.bundle().equals(bundle)).forEach(deployment::remove);
    }

    /** Stops those that are idle; those that are not needed for a rollback lose their class loader, and their slot is free. */
    void tidy(Deployment deployment) {
        boolean ended = deployment.current().isEmpty() && deployment.previous().isEmpty();
        for (DeployedVersion version : deployment.versions()) {
            if (ended && !version.isSlot()) {
                // it serves again, or is what others have made of it
                deployment.remove(version);
            } else if (!deployment.isCurrent(version) && !services.isInUse(version.bundle())) {
                end(deployment, version);
            }
        }
        if (ended) {
            slots(deployment).filter(bundle -> !deployment.has(bundle)).forEach(steps::uninstall);
        }
    }

    private void end(Deployment deployment, DeployedVersion version) {
        steps.stop(version.bundle());
        if (!deployment.isPrevious(version)) {
            steps.unwire(version.bundle());
            deployment.remove(version);
        }
    }

    private Stream<Bundle> slots(Deployment deployment) {
        String prefix = Ranking.LOCATION + deployment.name() + "#";
        return steps.bundles().stream().filter(bundle -> bundle.getLocation().startsWith(prefix));
    }

    /** What was put into a slot did not work: nothing of it is to stay in memory. */
    void clear(Bundle slot) {
        steps.stop(slot);
        steps.unwire(slot);
    }

    /** A version that served before a restart serves again, with the rank that it had. */
    void restore(DeployedVersion version, Rank rank) {
        lastNumber = Math.max(lastNumber, rank.number());
        ranking.choose(version.bundle(), rank);
        if (version.isSlot()) {
            steps.start(version.bundle());
        }
    }

    /** A bundle that is there from before the runtime was started serves, if it did. */
    void recall(Bundle bundle, Rank rank) {
        ranking.choose(bundle, rank);
    }

    Stream<Store.Entry> entries(Deployment deployment) {
        return Stream.of(deployment.current(), deployment.previous()).flatMap(Optional::stream)
                .map(version -> new Store.Entry(deployment.name(), deployment.isCurrent(version), version.bundle().getLocation(),
                version.sha256(),
                        ranking.of(version.bundle()), version.source()));
    }

    DeploymentInfo info(Deployment deployment) {
        List<DeploymentInfo.Version> shown = deployment.versions().stream()
                .sorted(Comparator.comparing((DeployedVersion version) -> !deployment.isCurrent(version))
                .thenComparing(version -> !deployment.isPrevious(version)))
                .map(version -> new DeploymentInfo.Version(version.version(),
                state(deployment, version), version.source(), carriedBy(version))).toList();
        return new DeploymentInfo(deployment.name(), deployment.current().map(DeployedVersion::adapters).orElse(List.of()), shown);
    }

    private static String state(Deployment deployment, DeployedVersion version) {
        if (deployment.isCurrent(version)) {
            return version.bundle().getState() == Bundle.ACTIVE ? "current" : "stopped";
        }
        return deployment.isPrevious(version) ? "previous" : "draining";
    }
}
