package com.libswarm.itest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Makes new versions of the adapter bundles that are installed: the same code under another number. */
final class AdapterVersions {

    private AdapterVersions() {
    }

    static Bundle installed(String name) {
        return Arrays.stream(Container.CONTEXT.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst()
                .orElseThrow();
    }

    static Path write(Bundle bundle, String version, Path folder) throws IOException {
        Manifest manifest;
        try (InputStream in = bundle.getEntry(JarFile.MANIFEST_NAME).openStream()) {
            manifest = new Manifest(in);
        }
        manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
        Path jar = folder.resolve(bundle.getSymbolicName() + "-" + version + ".jar");
        List<URL> entries = Collections.list(bundle.findEntries("/", "*", true));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (URL entry : entries) {
                String name = entry.getPath().substring(1);
                if (!name.endsWith("/") && !name.equals(JarFile.MANIFEST_NAME)) {
                    out.putNextEntry(new JarEntry(name));
                    try (InputStream in = entry.openStream()) {
                        in.transferTo(out);
                    }
                }
            }
        }
        return jar;
    }
}
