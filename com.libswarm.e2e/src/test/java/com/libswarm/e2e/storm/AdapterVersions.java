package com.libswarm.e2e.storm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A bundle of the distribution in several versions, which differ by their number. */
final class AdapterVersions {

    private static final String NAME = "Bundle-SymbolicName";
    private static final String VERSION = "Bundle-Version";

    private final Path jar;
    private final Path folder;
    private final String name;

    /** @param folder gets the jars that are made */
    AdapterVersions(Path jar, Path folder) throws IOException {
        this.jar = jar;
        this.folder = folder;
        try (JarFile read = new JarFile(jar.toFile())) {
            name = read.getManifest().getMainAttributes().getValue(NAME);
        }
    }

    /** The bundle's symbolic name. */
    String name() {
        return name;
    }

    /** The jar of one version. */
    Path of(String version) throws IOException {
        return with(version, VERSION, version);
    }

    /** A jar whose manifest has another value for one header. */
    Path with(String suffix, String header, String value) throws IOException {
        Path made = folder.resolve(name + "-" + suffix + ".jar");
        if (Files.exists(made)) {
            return made;
        }
        try (JarFile from = new JarFile(jar.toFile())) {
            var manifest = new Manifest(from.getManifest());
            manifest.getMainAttributes().putValue(header, value);
            try (var to = new JarOutputStream(Files.newOutputStream(made), manifest)) {
                for (JarEntry entry : from.stream().filter(each -> !each.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                    to.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream content = from.getInputStream(entry)) {
                        content.transferTo(to);
                    }
                }
            }
        }
        return made;
    }

    @Override
    public String toString() {
        return name;
    }
}
