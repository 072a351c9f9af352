package com.libswarm.cloud.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The file in which the keys of hosts are recorded. A host stands there by an alias that is made of its id: so another one at the same address
 * is another host, and one that shows another key than it had is refused, wherever it is.
 */
record HostKeys(Path file) {

    /** What a host is called in the file. */
    static String alias(String name, String id) {
        return name + "." + id.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** Takes out what is recorded of a host that is no more, as {@code ssh-keygen -R} does. */
    void forget(String name, String id) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        String mark = alias(name, id) + " ";
        List<String> all = Files.readAllLines(file);
        List<String> left = all.stream().filter(line -> !line.startsWith(mark)).toList();
        if (left.size() < all.size()) {
            Path real = file.toRealPath();
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
