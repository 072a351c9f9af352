package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DeployReport;
import com.libswarm.runtime.Deployments;
import com.libswarm.runtime.Journal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder whose jars are deployed: one that is put there is deployed, one that is replaced is deployed again, one that is removed
 * is undeployed, once no link uses it any more. What cannot be done is a line for the operator, once.
 */
final class DeployFolder implements AutoCloseable {

    private static final long PERIOD_MILLIS = 2_000;
    private static final long UNSETTLED_MILLIS = 250;
    /** How long the start waits for jars that were written just before. */
    private static final long FIRST_MILLIS = 3_000;

    private final Path folder;
    private final Deployments deployments;
    private final Journal journal;
    private final FolderRecord record;
    private final FolderGuard guard;
    private final FolderLook look;
    private final Map<String, FolderLook.Stamp> done = new HashMap<>();
    private final Set<String> toldOfUse = new HashSet<>();
    private final Runnable ready;
    private final Thread thread = new Thread(this::watch, "libswarm-deploy-folder");
    private volatile boolean closed;

    /** @param ready runs when what is in the folder at the start has been deployed, or cannot be */
    DeployFolder(Path folder, Deployments deployments, Journal journal, FolderRecord record, Runnable ready) {
        this.folder = folder;
        this.deployments = deployments;
        this.journal = journal;
        this.record = record;
        this.ready = ready;
        this.guard = new FolderGuard(folder, this::warn);
        this.look = new FolderLook(folder);
        thread.setDaemon(true);
    }

    void open() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void watch() {
        try (var events = new FolderEvents(folder)) {
            long start = System.nanoTime();
            boolean settled = scan();
            while (!settled && (System.nanoTime() - start) / 1_000_000 < FIRST_MILLIS) {
                Thread.sleep(UNSETTLED_MILLIS);
                settled = scan();
            }
            ready.run();
            while (!closed) {
                events.await(settled ? PERIOD_MILLIS : UNSETTLED_MILLIS);
                settled = scan();
            }
        } catch (InterruptedException stopped) {
            // nobody watches any more
        }
    }

    /** Gives whether nothing is going on in the folder. */
    private boolean scan() {
        try {
            if (!guard.isOurs()) {
                return true;
            }
            Map<String, FolderLook.Stamp> jars = look.look();
            boolean settled = true;
            for (String jar : jars.keySet()) {
                if (!jars.get(jar).equals(done.get(jar))) {
                    settled &= take(jar, jars.get(jar));
                }
            }
            for (String jar : record.jars()) {
                if (!jars.containsKey(jar)) {
                    removed(jar, jars.keySet());
                }
            }
            done.keySet().retainAll(jars.keySet());
            return settled;
        } catch (IOException why) {
            warn("The folder " + folder + " cannot be read: " + why + ".");
            return true;
        }
    }

    private boolean take(String jar, FolderLook.Stamp stamp) throws IOException {
        switch (look.state(jar)) {
            case UNSETTLED:
                return false;
            case WHOLE:
                done.put(jar, stamp);
                deploy(jar);
                return true;
            default:
                done.put(jar, stamp);
                warn(folder.resolve(jar) + " is not deployed: it is not a jar, or not a whole one. Replace it.");
                return true;
        }
    }

    private void deploy(String jar) throws IOException {
        Path file = folder.resolve(jar);
        String sha256 = AdapterJar.sha256(file);
        FolderRecord.Deployed before = record.get(jar);
        if (before.sha256().equals(sha256)) {
            return;
        }
        try {
            DeployReport report = deployments.deploy(file.toUri(), Optional.empty());
            record.put(jar, new FolderRecord.Deployed(report.bundle(), sha256));
            toldOfUse.remove(jar);
            journal.line(Level.INFO, "deploy", report.bundle() + " " + report.to() + " is deployed from " + file + ".");
            if (!before.bundle().isEmpty() && !before.bundle().equals(report.bundle())) {
                undeploy(jar, before.bundle());
            }
        } catch (Failure why) {
            warn(why.getMessage());
        }
    }

    /** Its bundle goes, unless something else was deployed in its place, or another jar of the folder holds the same bundle. */
    private void removed(String jar, Set<String> present) throws IOException {
        String bundle = record.get(jar).bundle();
        Optional<String> other = record.jars().stream().filter(one -> present.contains(one) && record.get(one).bundle().equals(bundle))
                .findFirst();
        if (!servesFrom(folder.resolve(jar), bundle)) {
            record.remove(jar);
        } else if (other.isPresent()) {
            record.remove(jar);
            record.put(other.get(), new FolderRecord.Deployed(bundle, ""));
            deploy(other.get());
        } else if (undeploy(jar, bundle)) {
            record.remove(jar);
        }
    }

    private boolean servesFrom(Path file, String bundle) {
        return deployments.list().stream().filter(deployment -> deployment.bundle().equals(bundle))
                .flatMap(deployment -> deployment.versions().stream())
                .anyMatch(version -> version.source().equals(file.toString()) && version.isCurrent());
    }

    private boolean undeploy(String jar, String bundle) {
        try {
            DeployReport report = deployments.undeploy(bundle, false);
            journal.line(Level.INFO, "deploy", bundle + " " + report.from() + " is undeployed, because " + folder.resolve(jar)
                    + " was removed.");
            toldOfUse.remove(jar);
            return true;
        } catch (Failure why) {
            if (why.status() != 409) {
                return true;
            }
            if (toldOfUse.add(jar)) {
                warn(folder.resolve(jar) + " was removed, but " + why.getMessage() + " It goes when they do not use it any more.");
            }
            return false;
        }
    }

    private void warn(String line) {
        journal.line(Level.WARNING, "deploy", line);
    }
}
