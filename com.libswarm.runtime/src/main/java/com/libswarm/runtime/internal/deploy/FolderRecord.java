package com.libswarm.runtime.internal.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which jars of the watched folder were deployed, over a restart: so that only what has changed is deployed again. */
final class FolderRecord {

    private final Path file;
    private final Map<String, Deployed> jars = new TreeMap<>();

    /** @param bundle the symbolic name of what the jar held */
    record Deployed(String bundle, String sha256) {
    }

    private FolderRecord(Path file) {
        this.file = file;
    }

    static FolderRecord read(Path file) throws IOException {
        var found = new FolderRecord(file);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] field = line.split("\t", 3);
                if (field.length == 3) {
                    found.jars.put(field[2], new Deployed(field[0], field[1]));
                }
            }
        }
        return found;
    }

    Set<String> jars() {
        return Set.copyOf(jars.keySet());
    }

    Deployed get(String jar) {
        return jars.getOrDefault(jar, new Deployed("", ""));
    }

    void put(String jar, Deployed deployed) throws IOException {
        jars.put(jar, deployed);
        write();
    }

    void remove(String jar) throws IOException {
        jars.remove(jar);
        write();
    }

    private void write() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, jars.entrySet().stream().map(e -> e.getValue().bundle() + "\t" + e.getValue().sha256() + "\t" + e.getKey())
                .toList());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
