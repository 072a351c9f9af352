package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Finding;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.Plan;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/** Finds out what a deploy or an undeploy would do. Nothing is installed for it. */
final class DeployPlanner {

    private final ChainRegistry registry;
    private final BundleSteps steps;
    private final Versions versions;

    DeployPlanner(ChainRegistry registry, BundleSteps steps, Versions versions) {
        this.registry = registry;
        this.steps = steps;
        this.versions = versions;
    }

    /**
     * What a deploy would do.
     *
     * @param file the jar
     * @param known the deployment of its bundle, if there is one
     */
    Plan deploy(URI uri, Path file, Deployments known) {
        String source = JarFetch.shown(uri);
        AdapterJar jar;
        try {
            jar = AdapterJar.read(file, source);
        } catch (Failure unfit) {
            return new Plan("Deploys " + source + ".", List.of(), unfit(file, unfit));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good("The jar is whole, and a bundle with " + (jar.adapters().size() == 1 ? "the adapter " : "the adapters ")
                + String.join(", ", jar.adapters()) + "."));
        findings.add(jar.needs().missing(steps.framework())
                .map(missing -> Finding.bad("It needs " + missing + ", which no bundle here gives."))
                .orElse(Finding.good("Bundles that are here give all that it needs.")));
        Deployment deployment = known.of(jar.name()).orElseGet(() -> new Deployment(jar.name()));
        addIfItFails(findings, () -> versions.freeSlot(deployment));
        addIfItFails(findings, () -> versions.checkNoneIsMissed(deployment, jar.adapters()));
        findings.add(Finding.unchecked("Whether its code starts, takes the links' arguments, and makes and starts each link, is known only"
                + " when it does; if it does not, nothing has changed."));
        String then = jar.version().toString();
        String now = versions.serving(jar.name()).map(version -> " in the place of " + version).orElse("");
        return new Plan("Deploys " + jar.name() + " " + then + " from " + source + now + ".", touched(jar.adapters(), Optional.of(then)),
                findings);
    }

    /** Looks a deployment up. */
    interface Deployments {
        Optional<Deployment> of(String bundle);
    }

    private static void addIfItFails(List<Finding> findings, Runnable check) {
        try {
            check.run();
        } catch (Failure failure) {
            findings.add(Finding.bad("It is refused: " + failure.getMessage()));
        }
    }

    /** A bundle that adapters stand on cannot be swapped: what replacing it by hand would take along is said. */
    private List<Finding> unfit(Path file, Failure why) {
        List<Finding> findings = new ArrayList<>(List.of(Finding.bad(why.getMessage())));
        AdapterJar.symbolicName(file).ifPresent(name -> {
            List<Bundle> there = steps.bundles().stream().filter(bundle -> name.equals(bundle.getSymbolicName())).toList();
            if (!there.isEmpty()) {
                Collection<Bundle> closure = steps.framework().getDependencyClosure(there);
                findings.add(Finding.bad("A new version of " + name
                        + " needs a restart: to update and refresh it here would stop and start "
                        + closure.stream().map(Bundle::getSymbolicName).distinct().sorted().collect(Collectors.joining(", ")) + "."));
            }
        });
        return findings;
    }

    Plan undeploy(Deployment deployment) {
        DeployedVersion now = deployment.current().or(deployment::previous).orElseThrow(
                () -> new Failure(404, deployment.name() + " is undeployed already, and only drains."));
        Optional<DeployedVersion> before = deployment.before();
        List<Plan.Touched> links = touched(now.adapters(), before.map(DeployedVersion::version));
        Finding finding;
        if (before.isPresent()) {
            finding = Finding.good(before.get().version() + " of " + before.get().source() + ", which was there before, serves instead.");
        } else if (links.isEmpty()) {
            finding = Finding.good("No link uses it.");
        } else {
            finding = Finding.bad("It is refused without --force, because links use it; with it, what they carry gets an Error after some"
                    + " seconds.");
        }
        return new Plan("Undeploys " + deployment.name() + " " + now.version() + ".", links, List.of(finding));
    }

    private List<Plan.Touched> touched(List<String> adapters, Optional<String> then) {
        return adapters.stream().flatMap(adapter -> registry.list().stream().flatMap(chain -> chain.linksOf(adapter).stream()))
                .map(link -> new Plan.Touched(link.chain(), link.link(), link.now(), then.flatMap(version -> link.now().map(
                        now -> new Change.Version(now.spec(), version))), link.requests(), link.streams(), link.limits())).toList();
    }
}
