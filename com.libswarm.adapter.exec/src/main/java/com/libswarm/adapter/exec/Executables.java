package com.libswarm.adapter.exec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds programs as a shell does, without running them. */
final class Executables {

    private Executables() {
    }

    /**
     * The file that {@code program} names.
     *
     * @param searchPath folders, as in the environment's PATH
     * @throws IllegalArgumentException if there is none that can be run
     */
    static Path find(String program, String searchPath) {
        if (program.contains("/")) {
            Path file = path(program);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("There is no program " + program + ": check the path.");
            }
            if (!Files.isExecutable(file)) {
                throw new IllegalArgumentException("The file " + program + " is not executable: chmod +x makes it so.");
            }
            return file;
        }
        for (String folder : searchPath.split(Pattern.quote(File.pathSeparator))) {
            Path file = path(folder).resolve(path(program));
            if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file;
            }
        }
        throw new IllegalArgumentException("There is no program '" + program + "' in PATH (" + searchPath
                + "): install it, or write its whole path.");
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException bad) {
            throw new IllegalArgumentException("'" + text + "' cannot be the name of a program.");
        }
    }
}
