package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * What a deploy does to bundles. Each step is tried again while another thread has the framework locked, which a framework
 * reports as a failure instead of waiting.
 */
final class BundleSteps {

    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final long AGAIN_MILLIS = 20;
    private static final Duration START = Duration.ofSeconds(30);

    private final BundleContext context;
    private final FrameworkWiring framework;

    BundleSteps(BundleContext context) {
        this.context = context;
        this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    private interface Operation {
        void run() throws BundleException, IOException;
    }

    FrameworkWiring framework() {
        return framework;
    }

    List<Bundle> bundles() {
        return List.of(context.getBundles());
    }

    Optional<Bundle> at(String location) {
        return Optional.ofNullable(context.getBundle(location));
    }

    /** The bundle of that location, holding that jar. It is stopped. */
    Bundle put(String location, Path jar) {
        Optional<Bundle> there = at(location);
        there.ifPresent(this::stop);
        retried("install the bundle", () -> {
            try (InputStream in = Files.newInputStream(jar)) {
                if (there.isPresent()) {
                    there.get().update(in);
                } else {
                    context.installBundle(location, in);
                }
            }
        });
        Bundle bundle = at(location).orElseThrow();
        if (framework.getRemovalPendingBundles().contains(bundle)) {
            refresh(bundle);
        }
        return bundle;
    }

    /**
     * Starts it until the framework stops, on a thread of its own: an activator may hang.
     *
     * @throws Failure if it does not resolve, or its activator throws or does not return
     */
    void start(Bundle bundle) {
        var starting = new FutureTask<Void>(() -> retried("start the bundle", () -> bundle.start(Bundle.START_TRANSIENT)), null);
        Thread thread = new Thread(starting, "libswarm-deploy-start");
        thread.setDaemon(true);
        thread.start();
        try {
            starting.get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            thread.interrupt();
            throw new Failure(504, "the activator of the bundle did not return within " + START.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw Failure.of(failed.getCause());
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new Failure(503, "the runtime is being stopped");
        }
    }

    void stop(Bundle bundle) {
        if (bundle.getState() != Bundle.UNINSTALLED) {
            retried("stop the bundle", () -> bundle.stop(Bundle.STOP_TRANSIENT));
        }
    }

    void uninstall(Bundle bundle) {
        if (bundle.getState() != Bundle.UNINSTALLED) {
            retried("uninstall the bundle", bundle::uninstall);
        }
    }

    /** Drops its wiring, and so its class loader, if it is stopped and nobody else depends on it. */
    void unwire(Bundle bundle) {
        if (bundle.getState() == Bundle.RESOLVED && bundle.adapt(BundleWiring.class) != null
                && framework.getDependencyClosure(List.of(bundle)).size() == 1) {
            refresh(bundle);
            // Equinox starts it again if others had started it for good
            stop(bundle);
        }
    }

    private void refresh(Bundle bundle) {
        CompletableFuture<FrameworkEvent> refreshed = new CompletableFuture<>();
        framework.refreshBundles(List.of(bundle), refreshed::complete);
        try {
            refreshed.get(BUSY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException later) {
            // the framework goes on with it
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void retried(String what, Operation operation) {
        long giveUp = System.nanoTime() + BUSY.toNanos();
        while (true) {
            try {
                operation.run();
                return;
            } catch (BundleException | IllegalStateException | IOException failed) {
                if (!isBusy(failed) || System.nanoTime() > giveUp) {
                    throw new Failure(400, "the framework cannot " + what + ": " + sentence(failed), failed);
                }
            }
            try {
                Thread.sleep(AGAIN_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Failure(503, "the runtime is being stopped");
            }
        }
    }

    // Felix says that it cannot acquire a lock, Equinox that the state is being changed
    private static boolean isBusy(Exception failed) {
        return failed instanceof BundleException && ((BundleException) failed).getType() == BundleException.STATECHANGE_ERROR
                || String.valueOf(failed.getMessage()).contains("acquire");
    }

    private static String sentence(Exception failed) {
        boolean activator = failed instanceof BundleException && ((BundleException) failed).getType() == BundleException.ACTIVATOR_ERROR;
        Throwable said = activator && failed.getCause() != null ? failed.getCause() : failed;
        String text = String.valueOf(activator ? said : said.getMessage()).strip();
        int line = text.indexOf('\n');
        return (activator ? "its activator threw " : "") + (line < 0 ? text : text.substring(0, line).strip());
    }
}
