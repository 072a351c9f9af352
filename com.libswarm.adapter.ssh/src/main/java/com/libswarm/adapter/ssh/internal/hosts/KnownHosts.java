package com.libswarm.adapter.ssh.internal.hosts;

import com.libswarm.adapter.ssh.internal.config.HostPatterns;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/**
 * The files in which ssh keeps the keys of hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): names, patterns, hashed names,
 * {@code [host]:port}, and {@code @revoked}. Lines of {@code @cert-authority} are not for keys. They are read each time.
 *
 * @param files a new key is recorded in the first
 */
public record KnownHosts(List<Path> files) {

    private static final Pattern LINE = Pattern.compile("\\s*(?:@(?<marker>\\S+)\\s+)?(?<hosts>[^#@\\s]\\S*)\\s+(?<key>\\S+\\s+\\S+).*");
    private static final String REVOKED = "revoked";

    /** What the files say of a key. */
    enum Verdict {
        KNOWN, UNKNOWN, CHANGED, REVOKED
    }

    /**
     * The verdict, and the line that decides, as {@code FILE, line N}.
     *
     * @param line empty for what is unknown
     * @param before the fingerprint of the key that was there before, if it changed
     */
    record Finding(Verdict verdict, String line, Optional<PublicKeyEntry> before) {
    }

    private record Line(boolean isRevoked, PublicKeyEntry key, String place) {

        boolean isOf(PublicKeyEntry other) {
            return key.getKeyType().equals(other.getKeyType()) && Arrays.equals(key.getKeyData(), other.getKeyData());
        }
    }

    /** @param host as it is written in the files: a name or an address, {@code [host]:port}, or an alias */
    Finding look(String host, PublicKey shown) {
        PublicKeyEntry key = PublicKeyEntry.parsePublicKeyEntry(PublicKeyEntry.toString(shown));
        List<Line> lines = lines(host);
        Optional<Line> same = lines.stream().filter(line -> line.isOf(key)).findFirst();
        Optional<Line> revoked = lines.stream().filter(line -> line.isRevoked() && line.isOf(key)).findFirst();
        if (revoked.isPresent()) {
            return new Finding(Verdict.REVOKED, revoked.get().place(), Optional.empty());
        }
        if (same.isPresent()) {
            return new Finding(Verdict.KNOWN, same.get().place(), Optional.empty());
        }
        // a host that is known by keys of other types shows one that it has kept for itself so far: that is no less suspicious
        return lines.stream().filter(line -> !line.isRevoked())
                .min((one, other) -> Boolean.compare(isOfType(other, key), isOfType(one, key)))
                .map(line -> new Finding(Verdict.CHANGED, line.place(), Optional.of(line.key())))
                .orElse(new Finding(Verdict.UNKNOWN, "", Optional.empty()));
    }

    private static boolean isOfType(Line line, PublicKeyEntry key) {
        return line.key().getKeyType().equals(key.getKeyType());
    }

    /** The types of the keys by which the host is known: it is to show one of these. */
    public List<String> types(String host) {
        return lines(host).stream().filter(line -> !line.isRevoked()).map(line -> line.key().getKeyType()).distinct().toList();
    }

    private List<Line> lines(String host) {
        List<Line> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String text : read(file)) {
                number++;
                parse(text, file + ", line " + number, host).ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<String> read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException unreadable) {
            // then the host is not known, which is said
            return List.of();
        }
    }

    /** Empty if the line is of another host, of none, or cannot be read. */
    private static Optional<Line> parse(String text, String place, String host) {
        Matcher line = LINE.matcher(text);
        if (!line.matches() || line.group("marker") != null && !line.group("marker").equals(REVOKED) || !isOf(line.group("hosts"), host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Line(line.group("marker") != null, PublicKeyEntry.parsePublicKeyEntry(line.group("key")), place));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isOf(String hosts, String host) {
        if (!hosts.startsWith("|")) {
            return HostPatterns.match(host, List.of(hosts.split(",")));
        }
        try {
            return KnownHostHashValue.parse(hosts).isHostMatch(host, SshConstants.DEFAULT_PORT);
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    /** Records a key, in a file that others than its owner cannot write. */
    void add(String host, PublicKey key) throws IOException {
        Path file = files.get(0);
        if (Files.notExists(file)) {
            create(file);
        }
        synchronized (lock(file.toRealPath())) {
            byte[] there = Files.readAllBytes(file);
            String lineEnd = there.length > 0 && there[there.length - 1] != '\n' ? "\n" : "";
            Files.writeString(file, lineEnd + host + " " + PublicKeyEntry.toString(key) + "\n", StandardOpenOption.APPEND);
        }
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.notExists(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException quicker) {
            // another host is new, too
        }
    }

    /** Interned, it is one object in the whole process: also those of our bundles that take lines out, rax and nova, hold it when they write. */
    private static Object lock(Path real) {
        return ("known hosts: " + real).intern();
    }
}
