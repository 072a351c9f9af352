package com.libswarm.adapter.docker.internal.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** What tells whether files have changed, without reading them. */
record FileStamps(List<String> stamps) {

    static FileStamps of(Stream<Path> files) {
        return new FileStamps(files.map(FileStamps::stamp).toList());
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException notThere) {
            return "";
        }
    }
}
