package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.CertificateFolders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates of a test's own, made by {@code peers/certificates.sh}: an authority, and what clients and servers of the loopback
 * interface need. A chain that speaks TLS at both ends, and the docker command that goes through it:
 *
 * <pre>
 *   &#64;NeedsEngine(tls = true)
 *   class SomeTest {
 *       &#64;Test
 *       void itWorks(Engine engine) {
 *           Certificates certificates = engine.certificates();
 *           String url = "tcp://127.0.0.1:" + FreePort.find();
 *           try (Swarmd swarmd = Swarmd.start("dockerserver " + url + " " + certificates.serverOptions(), "debug",
 *                   "dockerclient " + engine.tcp() + " " + certificates.clientOptions())) {
 *               Docker through = Docker.at(url).withTls(certificates);
 *               Docker direct = Docker.at(engine.tcp()).withTls(certificates);
 * </pre>
 *
 * <p>For a chain that speaks TLS with its clients only, {@link #create} makes some without an engine.
 */
public final class Certificates implements AutoCloseable {

    private static final String SCRIPT = System.getProperty("certificates");

    private final CertificateFolders folders;

    private Certificates(CertificateFolders folders) {
        this.folders = folders;
    }

    /** New ones, until they are closed. */
    public static Certificates create() {
        return in(Folders.create("swc"));
    }

    /** Those in the folder of somebody who deletes it himself; what is not there is made. */
    static Certificates in(Path folder) {
        Outcome outcome = Program.run(Map.of(), List.of(SCRIPT, folder.toString()));
        assertThat(outcome.status()).as("making certificates: " + outcome).isZero();
        return new Certificates(new CertificateFolders(folder));
    }

    /** Where they are. */
    public CertificateFolders folders() {
        return folders;
    }

    /** What a {@code dockerserver} needs to demand a client's certificate. */
    public String serverOptions() {
        return CertificateFolders.options(folders.server());
    }

    /** What a {@code dockerclient} needs to be let in and to be sure of the server. */
    public String clientOptions() {
        return CertificateFolders.options(folders.client());
    }

    /** For clients in this process: with a client's certificate, and sure of the server. */
    public SSLContext context() {
        try {
            var keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, null);
            keys.setCertificateEntry("ca", certificate(folders.client().resolve("ca.pem")));
            keys.setKeyEntry("client", key(folders.client().resolve("key.pem")), new char[0], new Certificate[] {certificate(folders.client().resolve("cert.pem"))});
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(keys);
            var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        byte[] bytes = Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----.*-----", ""));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    @Override
    public void close() {
        Folders.delete(folders.client());
    }
}
