package com.libswarm.runtime.internal.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.function.Consumer;

/** Sees to it that nobody but the process's own user can put something into a folder: what is there runs as that user. */
final class FolderGuard {

    private static final String OWNER_ONLY = "rwx------";

    private final Path folder;
    private final Consumer<String> warn;
    private Optional<UserPrincipal> self = Optional.empty();
    private String told = "";

    /** @param warn is told why the folder is not used, once for each reason */
    FolderGuard(Path folder, Consumer<String> warn) {
        this.folder = folder;
        this.warn = warn;
    }

    /** Whether it is; a folder that is not there is made. */
    boolean isOurs() {
        String why = problem();
        if (!why.isEmpty() && !why.equals(told)) {
            warn.accept("Nothing is deployed from " + folder + ": " + why);
        }
        told = why;
        return why.isEmpty();
    }

    private String problem() {
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder.getParent());
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            }
            PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (view == null) {
                return "its file system knows no owners.";
            }
            PosixFileAttributes attributes = view.readAttributes();
            if (!attributes.isDirectory()) {
                return "it is not a folder.";
            }
            if (!PosixFilePermissions.toString(attributes.permissions()).endsWith("------")) {
                return "others than its owner can use it. chmod 700 " + folder;
            }
            if (!attributes.owner().equals(self())) {
                return "it belongs to " + attributes.owner().getName() + ", not to the user of this process.";
            }
            return "";
        } catch (IOException | UnsupportedOperationException why) {
            return "it cannot be used: " + why + ".";
        }
    }

    // the name of the process's user may be unknown to the JVM, but not who owns what it makes
    private UserPrincipal self() throws IOException {
        if (self.isEmpty()) {
            Path probe = Files.createTempFile("libswarm", "");
            try {
                self = Optional.of(Files.getOwner(probe));
            } finally {
                Files.delete(probe);
            }
        }
        return self.get();
    }
}
