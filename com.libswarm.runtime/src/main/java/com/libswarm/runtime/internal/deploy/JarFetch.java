package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Copies a jar from a file or a URL, within limits of size and time, and checks its digest. */
final class JarFetch {

    private static final long MOST_BYTES = 64L << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(20);
    private static final Duration ALL = Duration.ofSeconds(60);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private JarFetch() {
    }

    /**
     * Copies it to {@code to}, which exists.
     *
     * @throws Failure 400 if it is not to be had, or is another than {@code sha256} says
     */
    static void fetch(URI jar, Optional<String> sha256, Path to) {
        checkUri(jar, sha256);
        try (InputStream in = open(jar); OutputStream out = Files.newOutputStream(to)) {
            copy(jar, in, out);
        } catch (NoSuchFileException none) {
            throw new Failure(400, "There is no file " + shown(jar) + ".", none);
        } catch (IOException why) {
            throw new Failure(400, shown(jar) + " cannot be read: " + why + ".", why);
        }
        sha256.ifPresent(wanted -> check(jar, wanted.toLowerCase(Locale.ROOT), to));
    }

    /** As people name it: a file by its path. */
    static String shown(URI jar) {
        return isFile(jar) ? Path.of(jar).toString() : jar.toString();
    }

    private static boolean isFile(URI jar) {
        return "file".equals(jar.getScheme());
    }

    private static void checkUri(URI jar, Optional<String> sha256) {
        if (isFile(jar)) {
            return;
        }
        boolean http = "http".equals(jar.getScheme());
        if (!http && !"https".equals(jar.getScheme()) || jar.getHost() == null) {
            throw new Failure(400, jar + " is neither a file nor an https: URL.");
        }
        if (jar.getUserInfo() != null) {
            throw new Failure(400, "The URL of " + jar.getHost()
                    + " has a name or password in it, which would be shown in listings: deploy a file.");
        }
        if (http && !LOOPBACK.contains(jar.getHost())) {
            throw new Failure(400, jar + " is not fetched: http: is for this machine alone. Use https: and --sha256, or a file.");
        }
        if (sha256.isEmpty()) {
            throw new Failure(400, jar + " is not fetched without --sha256 HEX, the digest of the jar (as sha256sum prints it).");
        }
    }

    private static InputStream open(URI jar) throws IOException {
        if (isFile(jar)) {
            Path file = Path.of(jar);
            if (Files.isDirectory(file)) {
                throw new Failure(400, file + " is a folder, not a jar.");
            }
            return Files.newInputStream(file);
        }
        URLConnection connection = jar.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) READ.toMillis());
        connection.setUseCaches(false);
        // none is left behind in the JVM's pool
        connection.setRequestProperty("Connection", "close");
        HttpURLConnection http = (HttpURLConnection) connection;
        http.setInstanceFollowRedirects(false);
        if (http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            String moved = Optional.ofNullable(http.getHeaderField("Location"))
                    .map(to -> " (it points to " + to + "; redirects are not followed)").orElse("");
            http.disconnect();
            throw new Failure(400, jar + " is not to be had: the server answers " + http.getResponseCode() + moved + ".");
        }
        return http.getInputStream();
    }

    private static void copy(URI jar, InputStream in, OutputStream out) throws IOException {
        long giveUp = System.nanoTime() + ALL.toNanos();
        long total = 0;
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            total += n;
            if (total > MOST_BYTES) {
                throw new Failure(400, shown(jar) + " is larger than the " + (MOST_BYTES >> 20) + " MB that a bundle may have.");
            }
            if (System.nanoTime() > giveUp) {
                throw new Failure(400, shown(jar) + " took longer than " + ALL.toSeconds() + " s.");
            }
            out.write(buffer, 0, n);
        }
    }

    private static void check(URI jar, String wanted, Path file) {
        try {
            String found = AdapterJar.sha256(file);
            if (!found.equals(wanted)) {
                throw new Failure(400, shown(jar) + " is not what --sha256 says: its digest is " + found + ".");
            }
        } catch (IOException why) {
            throw new Failure(500, "The copy of " + shown(jar) + " cannot be read: " + why + ".", why);
        }
    }
}
