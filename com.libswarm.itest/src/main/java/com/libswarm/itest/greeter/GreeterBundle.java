package com.libswarm.itest.greeter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes bundles with an adapter in them, to be installed while the tests run. */
public final class GreeterBundle {

    private static final List<String> CLASSES = List.of("Greeter.class", "Greeter$GreeterAdapter.class");

    private GreeterBundle() {
    }

    /** A bundle of that version, as a jar. */
    public static InputStream version(String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "com.libswarm.itest.greeter");
        headers.putValue("Bundle-Version", version);
        headers.putValue("Bundle-Activator", Greeter.class.getName());
        headers.putValue("Import-Package", "com.libswarm.api,com.libswarm.api.adapter,org.osgi.framework");
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            for (String name : CLASSES) {
                out.putNextEntry(new JarEntry(Greeter.class.getPackageName().replace('.', '/') + "/" + name));
                try (InputStream in = Greeter.class.getResourceAsStream(name)) {
                    in.transferTo(out);
                }
            }
        }
        return new ByteArrayInputStream(jar.toByteArray());
    }
}
