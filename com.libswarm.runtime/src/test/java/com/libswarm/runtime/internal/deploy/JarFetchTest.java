package com.libswarm.runtime.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarFetchTest {

    private static final byte[] CONTENT = "a jar".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = "00".repeat(32);

    @TempDir
    private Path folder;
    private Path copy;
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        copy = Files.createFile(folder.resolve("copy"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/there.jar", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.createContext("/moved.jar", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://elsewhere.test/x.jar");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/large.jar", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 20];
            for (int i = 0; i < 65; i++) {
                exchange.getResponseBody().write(much);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void assertRefused(URI uri, Optional<String> sha256, String... said) {
        assertThatThrownBy(() -> JarFetch.fetch(uri, sha256, copy)).isInstanceOf(Failure.class)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(said).endsWith("."));
    }

    private String digest() throws Exception {
        return AdapterJar.sha256(Files.write(folder.resolve("original"), CONTENT));
    }

    @Test
    void aFile() throws Exception {
        JarFetch.fetch(Files.write(folder.resolve("x.jar"), CONTENT).toUri(), Optional.empty(), copy);
        assertThat(copy).hasBinaryContent(CONTENT);
    }

    @Test
    void aUrlOfThisMachineWithItsDigestInAnyCase() throws Exception {
        JarFetch.fetch(url("/there.jar"), Optional.of(digest().toUpperCase(Locale.ROOT)), copy);
        assertThat(copy).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({"http://elsewhere.test/x.jar, is for this machine alone", "ftp://localhost/x.jar, neither a file nor an https: URL",
        "https:x.jar, neither a file nor an https: URL", "https://user:secret@localhost/x.jar, has a name or password in it"})
    void whatIsNotFetched(URI uri, String why) {
        assertRefused(uri, Optional.of(DIGEST), why);
        assertThatThrownBy(() -> JarFetch.fetch(uri, Optional.of(DIGEST), copy)).message().doesNotContain("secret");
    }

    @Test
    void aUrlWithoutADigest() {
        assertRefused(url("/there.jar"), Optional.empty(), "is not fetched without --sha256");
        assertRefused(URI.create("https://localhost:1/x.jar"), Optional.empty(), "is not fetched without --sha256");
    }

    @Test
    void anotherContentThanTheDigestSays() throws Exception {
        assertRefused(url("/there.jar"), Optional.of(DIGEST), "is not what --sha256 says", digest());
    }

    @Test
    void whatAServerDoesNotHave() {
        assertRefused(url("/nothing.jar"), Optional.of(DIGEST), "the server answers 404");
        assertRefused(url("/moved.jar"), Optional.of(DIGEST), "the server answers 302", "http://elsewhere.test/x.jar",
                "redirects are not followed");
    }

    @Test
    void whatIsTooLarge() {
        assertRefused(url("/large.jar"), Optional.of(DIGEST), "is larger than the 64 MB");
    }

    @Test
    void aServerThatIsNotThere() {
        server.stop(0);
        assertRefused(url("/there.jar"), Optional.of(DIGEST), "cannot be read", "refused");
    }

    @Test
    void aFileThatIsNotThereAndAFolder() {
        assertRefused(folder.resolve("none.jar").toUri(), Optional.empty(), "There is no file " + folder.resolve("none.jar"));
        assertRefused(folder.toUri(), Optional.empty(), "is a folder, not a jar");
    }
}
