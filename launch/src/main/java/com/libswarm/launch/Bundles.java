package com.libswarm.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Brings the framework's bundle cache in line with the jars of a folder. What others have installed (adapters that were
 * deployed into a running swarmd) stays. Jars in {@code lazy/} are installed and left for others to start.
 */
final class Bundles {

    static final int LAST_LEVEL = 3;

    private static final String LOCATION = "swarmd:";

    private final Path folder;
    private final Path cache;
    private final Path record;
    private final String framework;

    Bundles(Path folder, Path cache, Class<?> factory) throws IOException {
        this.folder = folder;
        this.cache = cache;
        this.record = cache.resolve("installed");
        this.framework = "framework " + factory.getName() + " " + stamp(factory);
    }

    /** A cache that another framework wrote, or that an install broke off in, is of no use. */
    void dropForeignCache() throws IOException {
        if (Files.exists(cache) && !recorded().containsKey(framework)) {
            Home.delete(cache);
        }
        Files.createDirectories(cache);
    }

    /** Call between the framework's init and start: nothing is resolved yet, so nothing needs a refresh. */
    void install(BundleContext context) throws IOException, BundleException, Problem {
        Map<String, String> before = recorded();
        Map<String, String> now = jars();
        now.put(framework, "");
        if (now.equals(before)) {
            return;
        }
        Files.deleteIfExists(record);
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getLocation().startsWith(LOCATION) ? bundle.getLocation().substring(LOCATION.length()) : null;
            if (name != null && !now.containsKey(name)) {
                bundle.uninstall();
            }
        }
        for (Map.Entry<String, String> jar : now.entrySet()) {
            if (!jar.getKey().equals(framework) && !jar.getValue().equals(before.get(jar.getKey()))) {
                install(context, jar.getKey());
            }
        }
        Files.writeString(record, now.entrySet().stream().map(e -> e.getKey() + "\t" + e.getValue() + "\n").collect(Collectors.joining()));
    }

    private void install(BundleContext context, String name) throws IOException, BundleException {
        Bundle bundle = context.getBundle(LOCATION + name);
        try (InputStream jar = Files.newInputStream(folder.resolve(name))) {
            if (bundle == null) {
                bundle = context.installBundle(LOCATION + name, jar);
            } else {
                bundle.update(jar);
            }
        } catch (BundleException e) {
            throw new BundleException("cannot install " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
        bundle.adapt(BundleStartLevel.class).setStartLevel(level(bundle.getSymbolicName()));
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        if (!fragment && !name.startsWith("lazy/")) {
            // Before the framework's start this only marks the bundle; the mark is in the cache the next time.
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    /** Libraries, then the runtime, then adapters: they stop in the opposite order. */
    private static int level(String name) {
        if (name.startsWith("com.libswarm.adapter.")) {
            return LAST_LEVEL;
        }
        return name.startsWith("com.libswarm.") ? 2 : 1;
    }

    /** The jars by name, each with its size and time. */
    private Map<String, String> jars() throws IOException, Problem {
        Map<String, String> jars = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            throw new Problem("no bundles: " + folder + " is not a directory");
        }
        try (Stream<Path> paths = Files.walk(folder, 2)) {
            for (Path path : (Iterable<Path>) paths.filter(p -> p.toString().endsWith(".jar"))::iterator) {
                jars.put(folder.relativize(path).toString(), stamp(path));
            }
        }
        return jars;
    }

    private Map<String, String> recorded() throws IOException {
        if (!Files.exists(record)) {
            return Map.of();
        }
        return Files.readAllLines(record).stream().map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(f -> f[0], f -> f.length == 2 ? f[1] : ""));
    }

    private static String stamp(Path file) throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    }

    private static String stamp(Class<?> type) throws IOException {
        try {
            return stamp(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
