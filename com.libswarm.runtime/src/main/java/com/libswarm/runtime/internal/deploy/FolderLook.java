package com.libswarm.runtime.internal.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/** Looks again and again at the jars of a folder, and tells which of them are whole: nobody writes to them any more. */
final class FolderLook {

    /** How long a file has to stay as it is. */
    private static final Duration QUIET = Duration.ofSeconds(1);
    /** A file that was last written so long ago is quiet at the first look. */
    private static final Duration OLD = Duration.ofSeconds(2);
    /** How long whoever writes a jar may pause before it counts as a broken one. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private Map<String, Seen> seen = Map.of();

    /** What a file is. */
    enum State {
        /** It may still be written to. */
        UNSETTLED,
        /** It has the end of a jar. */
        WHOLE,
        /** It has been quiet for long, and is no jar. */
        BROKEN
    }

    /** A file's size and time: another stamp, another content. */
    record Stamp(long size, FileTime time) {
    }

    private record Seen(Stamp stamp, long since, boolean old) {
    }

    FolderLook(Path folder) {
        this.folder = folder;
    }

    /** The jars that are there now, in the order of their times: files that end in .jar and do not begin with a dot. */
    Map<String, Stamp> look() throws IOException {
        Map<String, Seen> now = new HashMap<>();
        Map<String, Stamp> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (attributes.isRegularFile() && !name.startsWith(".")) {
                        var stamp = new Stamp(attributes.size(), attributes.lastModifiedTime());
                        found.put(name, stamp);
                        now.put(name, seen(name, stamp));
                    }
                } catch (NoSuchFileException gone) {
                    // it was there just before
                }
            }
        }
        seen = now;
        return found;
    }

    private Seen seen(String name, Stamp stamp) {
        Seen before = seen.get(name);
        if (before != null && before.stamp.equals(stamp)) {
            return before;
        }
        return new Seen(stamp, System.nanoTime(), stamp.time.toInstant().isBefore(Instant.now().minus(OLD)));
    }

    /** Of a jar that the last look has found. */
    State state(String name) {
        Seen file = seen.get(name);
        long quiet = System.nanoTime() - file.since;
        if (!file.old && quiet < QUIET.toNanos()) {
            return State.UNSETTLED;
        }
        // a jar has its table of contents at the end
        try (ZipFile whole = new ZipFile(folder.resolve(name).toFile())) {
            return State.WHOLE;
        } catch (IOException cutOff) {
            return quiet < PATIENCE.toNanos() ? State.UNSETTLED : State.BROKEN;
        }
    }
}
