package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DeployReport;
import com.libswarm.runtime.DeployReport.SwitchedLink;
import com.libswarm.runtime.DeploymentInfo;
import com.libswarm.runtime.Deployments;
import com.libswarm.runtime.Journal;
import com.libswarm.runtime.Plan;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import com.libswarm.runtime.internal.chain.StackTrace;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Deploys bundles with adapters, goes back to the version before, and takes them away. Each change is made on the deploy thread. */
public final class Deployer implements Deployments, AutoCloseable {

    private final ChainRegistry registry;
    private final Journal journal;
    private final Store store;
    private final BundleSteps steps;
    private final Versions versions;
    private final Restore restore;
    private final DeployPlanner planner;
    private final DeployThread thread = new DeployThread();
    private volatile Optional<DeployFolder> folder = Optional.empty();
    private final Map<String, Deployment> deployments = new ConcurrentSkipListMap<>();

    /**
     * Bundles that are there already, because the runtime alone was stopped, may serve from now on if they did.
     *
     * @param folder for the copies of what is deployed
     */
    public Deployer(BundleContext context, Path folder, ChainRegistry registry, AdapterServices services, Ranking ranking,
            Journal journal) {
        this.registry = registry;
        this.journal = journal;
        this.store = new Store(folder);
        this.steps = new BundleSteps(context);
        this.versions = new Versions(steps, registry, services, ranking);
        this.planner = new DeployPlanner(registry, steps, versions);
        this.restore = new Restore(store, steps, versions, this::warn);
    }

    /**
     * Restores what was deployed when the runtime was stopped, deploys what is new in the watched folder, then runs {@code ready}.
     *
     * @param watched the folder, if one is watched
     */
    public void open(Optional<Path> watched, Runnable ready) {
        thread.run(() -> {
            restore.run().forEach(deployment -> deployments.put(deployment.name(), deployment));
            if (watched.isEmpty()) {
                ready.run();
            } else {
                watch(watched.get(), ready);
            }
        });
    }

    private void watch(Path watched, Runnable ready) {
        try {
            var record = FolderRecord.read(store.folder().resolve("watched"));
            folder = Optional.of(new DeployFolder(watched, this, journal, record, ready));
            folder.get().open();
        } catch (IOException why) {
            warn("The folder " + watched + " is not watched: " + why + ".");
            ready.run();
        }
    }

    @Override
    public DeployReport deploy(URI jar, Optional<String> sha256) {
        return fetched(jar, sha256, copy -> {
            AdapterJar read = AdapterJar.read(copy, JarFetch.shown(jar));
            return thread.call(() -> deploy(read));
        });
    }

    @Override
    public Plan planDeploy(URI jar, Optional<String> sha256) {
        return fetched(jar, sha256, copy ->
                thread.call(() -> planner.deploy(jar, copy, name -> Optional.ofNullable(deployments.get(name)))));
    }

    @Override
    public Plan planUndeploy(String name) {
        return thread.call(() -> planner.undeploy(find(name)));
    }

    private <T> T fetched(URI uri, Optional<String> sha256, Function<Path, T> use) {
        Path copy;
        try {
            copy = store.incoming();
        } catch (IOException why) {
            throw new Failure(500, "The folder for what is deployed cannot be written to: " + why + ".", why);
        }
        try {
            JarFetch.fetch(uri, sha256, copy);
            return use.apply(copy);
        } finally {
            delete(copy);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // a file too many in a folder of our own
        }
    }

    private DeployReport deploy(AdapterJar jar) {
        String what = jar.name() + " " + jar.version();
        jar.needs().missing(steps.framework()).ifPresent(missing -> {
            throw new Failure(400, what + " was not deployed: it needs " + missing + ", which no bundle here gives.");
        });
        Optional<Deployment> known = Optional.ofNullable(deployments.get(jar.name()));
        Deployment deployment = known.orElseGet(() -> new Deployment(jar.name()));
        versions.adopt(deployment);
        String location = versions.freeSlot(deployment);
        Path kept = store.keep(jar);
        try {
            Bundle slot = steps.put(location, kept);
            var version = new DeployedVersion(slot, jar.sha256(), jar.source());
            DeployReport report = versions.activate(deployment, version);
            deployments.put(jar.name(), deployment);
            save();
            tidy(deployment);
            return report;
        } catch (Failure why) {
            steps.at(location).ifPresent(known.isPresent() ? versions::clear : steps::uninstall);
            save();
            stackTrace(why);
            throw new Failure(why.status(), what + " was not deployed, and nothing has changed: " + why.getMessage(), why);
        }
    }

    @Override
    public DeployReport rollback(String name) {
        return thread.call(() -> {
            Deployment deployment = find(name);
            versions.adopt(deployment);
            DeployedVersion before = deployment.previous().orElseThrow(
                    () -> new Failure(404, deployment.name() + " has no version before the present one to go back to."));
            try {
                DeployReport report = versions.activate(deployment, before);
                save();
                tidy(deployment);
                return report;
            } catch (Failure why) {
                tidy(deployment);
                stackTrace(why);
                throw new Failure(why.status(), deployment.name() + " was not rolled back to " + before.version()
                        + ", and nothing has changed: "
                        + why.getMessage(), why);
            }
        });
    }

    @Override
    public DeployReport undeploy(String name, boolean force) {
        return thread.call(() -> {
            Deployment deployment = find(name);
            String from = deployment.current().map(DeployedVersion::version).orElse("");
            Optional<DeployedVersion> before = deployment.before();
            List<SwitchedLink> links = before.isPresent() ? versions.activate(deployment, before.get()).links()
                    : versions.withdraw(deployment, force);
            versions.end(deployment);
            save();
            tidy(deployment);
            return new DeployReport(deployment.name(), from, before.map(DeployedVersion::version).orElse(""), links);
        });
    }

    @Override
    public List<DeploymentInfo> list() {
        return deployments.values().stream().map(versions::info).toList();
    }

    /** No link uses the code of that bundle any more. Any thread. */
    public void idle(Bundle bundle) {
        thread.run(() -> Optional.ofNullable(deployments.get(String.valueOf(bundle.getSymbolicName()))).ifPresent(this::tidy));
    }

    /** Others have uninstalled that bundle. Any thread. */
    public void uninstalled(Bundle bundle) {
        thread.run(() -> deployments.values().stream().filter(deployment -> deployment.has(bundle)).forEach(deployment -> {
            versions.forget(deployment, bundle);
            save();
            tidy(deployment);
        }));
    }

    /** Stops versions that are idle, and forgets a deployment of which nothing is left. */
    private void tidy(Deployment deployment) {
        try {
            versions.tidy(deployment);
        } catch (Failure why) {
            warn(deployment.name() + ": " + why.getMessage());
        }
        if (deployment.versions().isEmpty()) {
            deployments.remove(deployment.name(), deployment);
        }
    }

    private Deployment find(String name) {
        Deployment exact = deployments.get(name);
        if (exact != null) {
            return exact;
        }
        List<Deployment> having = deployments.values().stream()
                .filter(deployment -> deployment.current().filter(version -> version.adapters().contains(name)).isPresent()).toList();
        if (having.size() == 1) {
            return having.get(0);
        }
        if (having.size() > 1) {
            throw new Failure(409, "The adapter '" + name + "' is in several deployed bundles: name one of "
                    + String.join(", ", having.stream().map(Deployment::name).toList()) + ".");
        }
        throw new Failure(404, "'" + name + "' was not deployed" + registry.adapter(name)
                .map(info -> ": it is in the bundle " + info.bundle() + ", which others have installed").orElse("")
                + ". swarm:deployments lists what was.");
    }

    private void save() {
        try {
            store.write(deployments.values().stream().flatMap(versions::entries).toList());
        } catch (IOException why) {
            warn("What is deployed cannot be recorded, and will not be there after a restart: " + why + ".");
        }
    }

    private void warn(String line) {
        journal.line(Level.WARNING, "deploy", line);
    }

    private void stackTrace(Failure why) {
        if (why.getCause() != null) {
            journal.line(Level.DEBUG, "deploy", StackTrace.of(why));
        }
    }

    @Override
    public void close() {
        folder.ifPresent(DeployFolder::close);
        thread.close();
    }
}
