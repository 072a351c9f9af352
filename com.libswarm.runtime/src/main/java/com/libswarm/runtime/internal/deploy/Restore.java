package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;

/** Brings back what was deployed when the runtime was stopped. The framework's cache may be kept, lost, or of another time. */
final class Restore {

    private final Store store;
    private final BundleSteps steps;
    private final Versions versions;
    private final Consumer<String> warn;
    private final List<Store.Entry> entries;

    /** Bundles that are there already and that served may do so from now on: the runtime alone may have been stopped. */
    Restore(Store store, BundleSteps steps, Versions versions, Consumer<String> warn) {
        this.store = store;
        this.steps = steps;
        this.versions = versions;
        this.warn = warn;
        this.entries = read();
        entries.stream().filter(Store.Entry::current)
                .forEach(entry -> steps.at(entry.location()).ifPresent(bundle -> versions.recall(bundle, entry.rank())));
    }

    private List<Store.Entry> read() {
        try {
            return store.read();
        } catch (IOException why) {
            warn.accept("What was deployed is not there again: " + why.getMessage() + ".");
            return List.of();
        }
    }

    /** Gives what could be restored; of what could not the operator is told. */
    List<Deployment> run() {
        Map<String, Deployment> found = new LinkedHashMap<>();
        entries.stream().sorted(Comparator.comparing((Store.Entry entry) -> entry.rank().number())).map(Store.Entry::bundle).distinct()
                .forEach(name -> found.put(name, new Deployment(name)));
        found.values().forEach(this::restore);
        steps.bundles().stream().filter(Ranking::isSlot).filter(bundle -> found.values().stream().noneMatch(d -> d.has(bundle)))
                .forEach(this::remove);
        return List.copyOf(found.values());
    }

    private void restore(Deployment deployment) {
        deployment.restore(version(deployment, true), version(deployment, false));
        entries.stream().filter(entry -> entry.bundle().equals(deployment.name()) && entry.current()).forEach(entry ->
                deployment.current().ifPresent(version -> start(deployment, version, entry)));
    }

    private Optional<DeployedVersion> version(Deployment deployment, boolean current) {
        return entries.stream().filter(entry -> entry.bundle().equals(deployment.name()) && entry.current() == current).findFirst()
                .flatMap(this::version);
    }

    private Optional<DeployedVersion> version(Store.Entry entry) {
        Optional<Bundle> there = steps.at(entry.location());
        if (entry.sha256().isEmpty() || there.filter(bundle -> bundle.getState() == Bundle.ACTIVE).isPresent()) {
            return there.map(bundle -> new DeployedVersion(bundle, entry.sha256(), entry.source()));
        }
        Path jar = store.jar(entry.sha256());
        try {
            if (!Files.exists(jar)) {
                throw new Failure(404, "its copy " + jar + " is gone.");
            }
            return Optional.of(new DeployedVersion(steps.put(entry.location(), jar), entry.sha256(), entry.source()));
        } catch (Failure why) {
            warn.accept(entry.bundle() + " from " + entry.source() + " is not there again: " + why.getMessage());
            return Optional.empty();
        }
    }

    private void start(Deployment deployment, DeployedVersion version, Store.Entry entry) {
        try {
            versions.restore(version, entry.rank());
        } catch (Failure why) {
            warn.accept(deployment.name() + " " + version.version() + ", which was deployed, cannot be started again: " + why.getMessage());
        }
    }

    private void remove(Bundle slot) {
        try {
            steps.uninstall(slot);
        } catch (Failure why) {
            warn.accept(why.getMessage());
        }
    }
}
