package com.libswarm.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Temporary folders with short paths: those of unix sockets are limited to 107 bytes. */
final class Folders {

    private Folders() {
    }

    static Path create(String prefix) {
        try {
            return Files.createTempDirectory(Path.of("/tmp"), prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An engine's folder has files that only rm, as root, takes in its stride. */
    static void delete(Path folder) {
        Program.run(Map.of(), List.of("rm", "-rf", "--one-file-system", folder.toString()));
    }
}
