package com.libswarm.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Runs the bundles of a distribution. What the bundles need of the launcher is one service, an {@link IntConsumer} with
 * the property {@code swarmd.exit=true}: call it to stop the framework and end the process with this status. Its
 * properties {@code swarmd.arguments} ({@code String[]}) and {@code swarmd.home} are the command line, but for what the
 * launcher took, and the home directory. (Not a service {@code String[]}: Declarative Services cannot refer to one.)
 */
final class Launcher {

    /** How long the bundles may take to stop before the process ends all the same. */
    private static final long STOP_MILLIS = 30_000;

    private final Home home;
    private final Path distribution;
    private final AtomicInteger status = new AtomicInteger();

    Launcher(Home home, Path distribution) {
        this.home = home;
        this.distribution = distribution;
    }

    /** Returns when the framework has stopped. */
    int run(List<String> arguments) throws Exception {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst()
                .orElseThrow(() -> new Problem("no OSGi framework on the class path"));
        Bundles bundles = new Bundles(distribution.resolve("bundle"), home.cache(), factory.getClass());
        bundles.dropForeignCache();
        Framework framework = factory.newFramework(properties());
        framework.init();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(framework), "swarmd-stop"));
        BundleContext context = framework.getBundleContext();
        context.addFrameworkListener(this::report);
        bundles.install(context);
        Hashtable<String, Object> launch = new Hashtable<>();
        launch.put("swarmd.exit", true);
        launch.put("swarmd.arguments", arguments.toArray(String[]::new));
        launch.put("swarmd.home", home.directory().toString());
        context.registerService(IntConsumer.class, code -> exit(framework, code), launch);
        framework.start();
        framework.waitForStop(0);
        return status.get();
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, home.cache().resolve("framework").toString());
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(Bundles.LAST_LEVEL));
        properties.put("swarmd.home", home.directory().toString());
        properties.put("com.libswarm.deploy.store", home.directory().resolve("deployed").toString());
        if (home.isExclusive()) {
            properties.put("com.libswarm.deploy.folder", home.directory().resolve("deploy").toString());
        }
        // what is in the cache from an earlier deploy must not be in the way of the distribution's bundles
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put("felix.log.level", "1");
        // JLine looks for it by reflection, to be told of Ctrl-C and of the window's size.
        properties.put(Constants.FRAMEWORK_BOOTDELEGATION, "sun.misc");
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("swarmd."))
                .forEach(name -> properties.putIfAbsent(name, System.getProperty(name)));
        return properties;
    }

    /** From a thread of its own: the caller may be a bundle that this is going to stop. */
    private void exit(Framework framework, int code) {
        status.compareAndSet(0, code);
        new Thread(() -> {
            try {
                framework.stop();
            } catch (BundleException e) {
                System.err.println("swarmd: " + e.getMessage());
            }
        }, "swarmd-exit").start();
    }

    /** Runs on a signal, or after the framework has stopped; halts because a JVM that a signal ended would exit with 143. */
    private void end(Framework framework) {
        int code = status.get();
        try {
            framework.stop();
            if (framework.waitForStop(STOP_MILLIS).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                System.err.println("swarmd: gave up waiting for the bundles to stop");
                code = Main.FAILED;
            }
            home.close();
        } catch (BundleException | InterruptedException | IOException e) {
            System.err.println("swarmd: " + e.getMessage());
            code = Main.FAILED;
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private void report(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            Throwable cause = event.getThrowable();
            System.err.println("swarmd: " + event.getBundle().getSymbolicName() + ": "
                    + (cause == null ? "failed" : cause.getMessage()));
        }
    }
}
