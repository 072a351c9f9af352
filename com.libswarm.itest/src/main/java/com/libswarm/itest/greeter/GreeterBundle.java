package com.libswarm.itest.greeter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes bundles with an adapter in them, to be installed while the tests run. */
public final class GreeterBundle {

    /** The symbolic name of the bundles. */
    public static final String NAME = "com.libswarm.itest.greeter";

    static final String FAULT = "Greeter-Fault";

    private static final List<String> CLASSES = List.of("Greeter.class", "Greeter$GreeterAdapter.class", "Fault.class");

    private final Map<String, String> headers = new LinkedHashMap<>(Map.of(
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", NAME,
            "Bundle-Activator", Greeter.class.getName(),
            "Import-Package", "com.libswarm.api,com.libswarm.api.adapter,org.osgi.framework",
            "Provide-Capability", "com.libswarm.adapter;name=greeter;summary=\"answers with its version\""));

    private GreeterBundle(String version) {
        headers.put("Bundle-Version", version);
    }

    /** A bundle of that version. */
    public static GreeterBundle of(String version) {
        return new GreeterBundle(version);
    }

    /** A bundle of that version, as a jar. */
    public static InputStream version(String version) throws IOException {
        return new ByteArrayInputStream(of(version).jar());
    }

    public GreeterBundle with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public GreeterBundle without(String header) {
        headers.remove(header);
        return this;
    }

    public GreeterBundle with(Fault fault) {
        return with(FAULT, fault.name());
    }

    public Path in(Path folder) throws IOException {
        return Files.write(Files.createTempFile(folder, "greeter", ".jar"), jar());
    }

    public byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            for (String name : CLASSES) {
                out.putNextEntry(new JarEntry(Greeter.class.getPackageName().replace('.', '/') + "/" + name));
                try (InputStream in = Greeter.class.getResourceAsStream(name)) {
                    in.transferTo(out);
                }
            }
        }
        return jar.toByteArray();
    }
}
