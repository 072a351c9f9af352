package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** Keeps copies of what is deployed, and which of them serves, over a restart. A folder that only its owner can read. */
final class Store {

    private static final String RECORD = "deployed";

    private final Path folder;

    /**
     * A version that serves, or is the one before.
     *
     * @param sha256 of the jar; empty for a bundle that others have installed
     */
    record Entry(String bundle, boolean current, String location, String sha256, Ranking.Rank rank, String source) {

        private static Entry parse(String line) {
            String[] field = line.split("\t", -1);
            return new Entry(field[0], field[1].equals("current"), field[2], field[3],
                    new Ranking.Rank(Version.parseVersion(field[4]), Long.parseLong(field[5])), field[6]);
        }

        private String line() {
            return String.join("\t", bundle, current ? "current" : "previous", location, sha256, rank.version().toString(),
                    Long.toString(rank.number()), source.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    Store(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder if it is not there. */
    Path folder() throws IOException {
        Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) {
            boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            Files.createDirectory(folder, posix
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                    : new FileAttribute<?>[0]);
        }
        return folder;
    }

    /** A new file for a jar that is just being fetched. */
    Path incoming() throws IOException {
        return Files.createTempFile(folder(), "incoming-", ".jar");
    }

    Path jar(String sha256) {
        return folder.resolve(sha256 + ".jar");
    }

    /** Moves a fetched jar to where it stays while it is deployed. */
    Path keep(AdapterJar jar) {
        try {
            return Files.move(jar.file(), jar(jar.sha256()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException why) {
            throw new Failure(500, "A copy of " + jar.source() + " cannot be kept in " + folder + ": " + why + ".", why);
        }
    }

    List<Entry> read() throws IOException {
        Path record = folder.resolve(RECORD);
        if (!Files.exists(record)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(record)) {
            return lines.map(Entry::parse).toList();
        } catch (RuntimeException damaged) {
            throw new IOException("the record " + record + " is damaged", damaged);
        }
    }

    /** Writes the record, then deletes the copies that are not in it. */
    void write(List<Entry> entries) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Path fresh = folder.resolve(RECORD + ".new");
        Files.write(fresh, entries.stream().map(Entry::line).toList());
        Files.move(fresh, folder.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Set<Path> kept = entries.stream().map(entry -> jar(entry.sha256())).collect(Collectors.toSet());
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}\\.jar")).toList();
        }
        for (Path jar : jars) {
            if (!kept.contains(jar)) {
                Files.deleteIfExists(jar);
            }
        }
    }
}
