package com.libswarm.cloud.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The file in which the keys of hosts are recorded. A host stands there by an alias that is made of its id: so another one at the same address
 * is another host, and one that shows another key than it had is refused, wherever it is.
 */
final class HostKeys {

    private final Path file;
    private final Logger log;

    HostKeys(Path file, Logger log) {
        this.file = file;
        this.log = log;
    }

    /** What a host is called in the file. */
    static String alias(String name, String id) {
        return name + "." + id.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static String mark(String name, String id) {
        return alias(name, id) + " ";
    }

    /** The keys that are recorded of a host, as they stand in the file: {@code ssh-ed25519 AAAA...}. Names that somebody has hashed are not recognized. */
    List<String> recorded(String name, String id) {
        String mark = mark(name, id);
        try {
            return Files.isRegularFile(file) ? Files.readAllLines(file).stream().filter(line -> line.startsWith(mark)).map(line -> line.substring(mark.length()).strip()).toList()
                    : List.of();
        } catch (IOException unreadable) {
            // then the adapter ssh refuses the host
            return List.of();
        }
    }

    /**
     * Takes out what is recorded of a host that is no more, as {@code ssh-keygen -R} does. It would be in nobody's way, for no other host
     * has its id: so that the file cannot be written is only reported.
     */
    void forget(String name, String id) {
        try {
            if (Files.isRegularFile(file)) {
                Path real = file.toRealPath();
                synchronized (lock(real)) {
                    remove(mark(name, id), real);
                }
            }
        } catch (IOException unwritable) {
            log.log(Level.WARNING, "The key of the host " + name + ", which is deleted, stays in " + file + ": that cannot be written.");
        }
    }

    /** Interned, it is one object in the whole process: also the adapter ssh, which adds lines, and the code of other bundles take it when they write. */
    private static Object lock(Path real) {
        return ("known hosts: " + real).intern();
    }

    private static void remove(String mark, Path real) throws IOException {
        List<String> all = Files.readAllLines(real);
        List<String> left = all.stream().filter(line -> !line.startsWith(mark)).toList();
        if (left.size() < all.size()) {
            Path fresh = Files.createTempFile(real.getParent(), "known_hosts", ".new", PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(real)));
            try {
                Files.write(fresh, left);
                Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
    }
}
