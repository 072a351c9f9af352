package com.libswarm.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of one swarmd: its state, its bundle cache, and the lock that keeps a second one out. */
final class Home implements AutoCloseable {

    private final Path directory;
    private final Path cache;
    private final FileChannel lock;

    private Home(Path directory, Path cache, FileChannel lock) {
        this.directory = directory;
        this.cache = cache;
        this.lock = lock;
    }

    /** A look only ({@code transient_}) may be had beside a swarmd that runs: it then gets a cache that goes when it ends. */
    static Home open(Path directory, boolean transient_) throws IOException, Problem {
        create(directory);
        Path file = directory.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            if (transient_) {
                return new Home(directory, Files.createTempDirectory("swarmd"), null);
            }
            String pid = Files.readString(file).strip();
            throw new Problem("a swarmd" + (pid.isEmpty() ? "" : " (process " + pid + ")") + " runs in " + directory
                    + " already; use --home for another, or 'swarmd sh' to talk to it");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return new Home(directory, directory.resolve("cache"), channel);
    }

    private static void create(Path directory) throws IOException, Problem {
        try {
            if (directory.getParent() != null) {
                Files.createDirectories(directory.getParent());
            }
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw new Problem(e.getFile() + " is not a directory");
            }
        } catch (IOException e) {
            throw new Problem("cannot make the directory " + directory + ": " + e.getMessage());
        }
    }

    Path directory() {
        return directory;
    }

    /** Whether no other swarmd runs in it. */
    boolean isExclusive() {
        return lock != null;
    }

    Path cache() {
        return cache;
    }

    /** The lock itself goes with the process; the file stays, or a third could lock a new one beside the second. */
    @Override
    public void close() throws IOException {
        if (lock == null) {
            delete(cache);
        } else {
            lock.close();
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
