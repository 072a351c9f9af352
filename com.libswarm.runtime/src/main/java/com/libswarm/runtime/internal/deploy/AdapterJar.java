package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.runtime.internal.deploy.ManifestHeader.Clause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar that was found to be a bundle with adapters.
 *
 * @param file where it is
 * @param source where it is from, for people
 * @param sha256 its digest, in hex
 * @param adapters the names of its adapters
 * @param needs what it needs of others
 */
record AdapterJar(Path file, String source, String sha256, String name, Version version, List<String> adapters, Needs needs) {

    /**
     * Reads a jar whole, so that one that is corrupt is found here.
     *
     * @throws Failure 400 if it is none that can be deployed
     */
    static AdapterJar read(Path file, String source) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            readAll(jar, source);
            return read(file, source, Optional.ofNullable(manifest).orElseGet(Manifest::new));
        } catch (IOException | SecurityException unreadable) {
            throw new Failure(400, source + " is not a jar, or a damaged one: " + unreadable.getMessage() + ".", unreadable);
        } catch (IllegalArgumentException bad) {
            throw new Failure(400, "The manifest of " + source + " cannot be read: " + bad.getMessage() + ".", bad);
        }
    }

    /** The symbolic name of a bundle that may have no adapters. */
    static Optional<String> symbolicName(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return Optional.ofNullable(jar.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME))
                    .map(name -> ManifestHeader.parse(name).get(0).paths().get(0));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static void readAll(JarFile jar, String source) {
        for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
            try (InputStream in = jar.getInputStream(entry)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException | SecurityException damaged) {
                throw new Failure(400, source + " is damaged: " + entry.getName() + " in it cannot be read: " + damaged.getMessage() + ".",
                        damaged);
            }
        }
    }

    private static AdapterJar read(Path file, String source, Manifest manifest) throws IOException {
        Headers headers = header -> Optional.ofNullable(manifest.getMainAttributes().getValue(header)).orElse("");
        List<Clause> names = ManifestHeader.parse(headers.of(Constants.BUNDLE_SYMBOLICNAME));
        if (names.isEmpty() || !headers.of(Constants.BUNDLE_MANIFESTVERSION).strip().equals("2")) {
            throw new Failure(400, source + " is a jar, but not a bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME + ".");
        }
        String name = names.get(0).paths().get(0);
        List<String> adapters = ManifestHeader.parse(headers.of(Constants.PROVIDE_CAPABILITY)).stream()
                .filter(clause -> clause.paths().contains(Declaration.NAMESPACE))
                .map(clause -> clause.attributes().getOrDefault("name", ""))
                .filter(adapter -> !adapter.isEmpty()).toList();
        String why = adapters.isEmpty() ? "contains no adapter: the annotation @Declaration makes a capability " + Declaration.NAMESPACE
                + " for each, and its manifest has none" : unfit(headers, names.get(0));
        if (!why.isEmpty()) {
            throw new Failure(400, "The bundle " + name + " of " + source + " " + why + ".");
        }
        return new AdapterJar(file, source, sha256(file), name, Version.parseVersion(headers.of(Constants.BUNDLE_VERSION)), adapters,
                new Needs(headers::of));
    }

    private static String unfit(Headers headers, Clause name) {
        if (!headers.of(Constants.FRAGMENT_HOST).isEmpty()) {
            return "is a fragment: it has no code of its own that could be started";
        }
        if (!headers.of(Constants.EXPORT_PACKAGE).isEmpty()) {
            return "exports packages: other bundles would hold on to its old code";
        }
        if (Boolean.parseBoolean(name.directives().get(Constants.SINGLETON_DIRECTIVE))) {
            return "is a singleton: two versions of it could not be there at the same time";
        }
        return "";
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @FunctionalInterface
    private interface Headers {
        String of(String name);
    }
}
