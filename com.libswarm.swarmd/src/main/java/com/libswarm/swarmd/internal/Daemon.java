package com.libswarm.swarmd.internal;

import com.libswarm.api.Failure;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.Deployments;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.Journal;
import com.libswarm.runtime.LinkInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Does what the command line of swarmd says, once all bundles are started: lists the adapters, or runs a chain and, if it is
 * wanted, a shell on the terminal. What cannot be done is one line on standard error and the exit status 1.
 */
@Component(service = {}, immediate = true)
public final class Daemon {

    /** The name of the chain that the command line describes. */
    static final String CHAIN = "main";

    private static final int FAILED = 1;

    private final BundleContext context;
    private final Chains chains;
    private final IntConsumer exit;
    private final List<String> arguments;
    private final Path home;
    private final Thread thread = new Thread(this::run, "swarmd");
    private final FutureTask<Gogo> gogo;

    // guarded by this
    private boolean stopped;
    private Optional<ConsoleJournal> journal = Optional.empty();
    private Optional<ShellSocket> socket = Optional.empty();

    /** @param deployments there when what was deployed before is: the chain may name adapters of it */
    @Activate
    public Daemon(BundleContext context, @Reference Chains chains, @Reference Deployments deployments,
            @Reference(service = IntConsumer.class, target = "(swarmd.exit=true)") Map.Entry<Map<String, Object>, IntConsumer> launcher) {
        this.context = context;
        this.chains = chains;
        this.exit = launcher.getValue();
        this.arguments = List.of((String[]) launcher.getKey().get("swarmd.arguments"));
        this.home = Path.of((String) launcher.getKey().get("swarmd.home"));
        this.gogo = new FutureTask<>(() -> Gogo.start(context));
        thread.start();
    }

    @Deactivate
    void stop() throws IOException, InterruptedException {
        Optional<ShellSocket> opened;
        Optional<ConsoleJournal> printing;
        synchronized (this) {
            stopped = true;
            opened = socket;
            printing = journal;
        }
        thread.interrupt();
        if (opened.isPresent()) {
            opened.get().close();
        }
        if (printing.isPresent()) {
            printing.get().close();
        }
    }

    private void run() {
        try {
            awaitBundles();
            var line = CommandLine.read(arguments, System.getenv());
            if (line.specs().isEmpty() && !line.shell()) {
                listAdapters();
                exit.accept(0);
                return;
            }
            ConsoleJournal console = openJournal(line.debug());
            if (!line.specs().isEmpty()) {
                runChain(line.specs(), line.limits(chains.drainLimits()));
            }
            openSocket(console);
            if (line.shell()) {
                new LocalShell(gogo(), console, home).run();
                exit.accept(0);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Failure e) {
            fail(e.getMessage());
        } catch (IOException | RuntimeException e) {
            fail(Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
        }
    }

    private void fail(String sentence) {
        System.err.println("swarmd: " + sentence);
        exit.accept(FAILED);
    }

    /** The adapters come after this bundle: the framework says when all are there. */
    private void awaitBundles() throws InterruptedException {
        var started = new CountDownLatch(1);
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.STARTED) {
                started.countDown();
            }
        };
        context.addFrameworkListener(listener);
        try {
            if (context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() != Bundle.ACTIVE) {
                started.await();
            }
        } finally {
            context.removeFrameworkListener(listener);
        }
    }

    private void listAdapters() {
        List<AdapterInfo> adapters = chains.adapters();
        int width = adapters.stream().mapToInt(adapter -> adapter.name().length()).max().orElse(0);
        adapters.forEach(adapter -> System.out.printf("%-" + width + "s  %s%n", adapter.name(), adapter.summary()));
        System.out.flush();
    }

    private synchronized ConsoleJournal openJournal(boolean debug) throws InterruptedException {
        checkRunning();
        ConsoleJournal console = ConsoleJournal.open(debug);
        journal = Optional.of(console);
        context.registerService(Journal.class, console, null);
        return console;
    }

    private synchronized void openSocket(ConsoleJournal console) throws InterruptedException {
        checkRunning();
        try {
            socket = Optional.of(ShellSocket.open(home, this::gogo));
        } catch (IOException e) {
            console.line(System.Logger.Level.WARNING, "shell", "'swarmd sh' will not work, for its socket " + home.resolve(ShellSocket.NAME)
                    + " cannot be opened: " + e.getMessage() + ".");
        }
    }

    private void checkRunning() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException();
        }
    }

    /** Starts it if nobody has. */
    private Gogo gogo() {
        gogo.run();
        try {
            return gogo.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure(499, "The shell is not started any more: swarmd stops.");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LinkageError) {
                throw notThere((LinkageError) failed.getCause());
            }
            throw Failure.of(failed);
        }
    }

    /** What it means when a class of the shell cannot be loaded. */
    static Failure notThere(LinkageError noGogo) {
        return new Failure(500, "The shell cannot be started, for Gogo's bundles are not all there: " + noGogo.getMessage() + ".", noGogo);
    }

    private void runChain(List<String> specs, DrainLimits limits) {
        Chain chain = chains.create(CHAIN, specs, limits);
        if (chain.state() == ChainState.WAITING) {
            throw missing(chain.links()).orElseGet(() -> new Failure(500, chain.problem().orElse("The chain waits for an adapter.")));
        }
        if (chain.state() != ChainState.RUNNING) {
            throw new Failure(500, chain.problem().orElse("The chain is " + chain.state() + "."));
        }
    }

    /** All bundles are started, so an adapter that is not there will not come by itself. */
    private Optional<Failure> missing(List<LinkInfo> links) {
        for (LinkInfo link : links) {
            if (chains.adapter(link.adapter()).isEmpty()) {
                return Optional.of(new Failure(404, "There is no adapter '" + link.adapter() + "'"
                        + chains.nearestAdapter(link.adapter()).map(nearest -> "; did you mean '" + nearest + "'?").orElse(".")));
            }
            Optional<Failure> nested = missing(link.nested());
            if (nested.isPresent()) {
                return nested;
            }
        }
        return Optional.empty();
    }
}
