package com.libswarm.adapter.docker.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.CertificateFolders;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;

/** The certificates of the end-to-end tests' script, and sockets of the JDK's that use them. */
public final class TestCertificates {

    private static final String SCRIPT = "../com.libswarm.e2e/peers/certificates.sh";

    private final CertificateFolders folders;

    private TestCertificates(CertificateFolders folders) {
        this.folders = folders;
    }

    /** Makes what is not there yet. Where there is no openssl the test is skipped, or fails in continuous integration. */
    public static TestCertificates in(Path folder) {
        boolean openssl = Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(bin -> Files.isExecutable(Path.of(bin, "openssl")));
        if (!openssl && !"true".equals(System.getenv("CI"))) {
            System.err.println("skipped: there is no openssl to make certificates for tests of TLS");
            Assumptions.abort("there is no openssl");
        }
        run(SCRIPT, folder.toString());
        return new TestCertificates(new CertificateFolders(folder));
    }

    /** Runs openssl, or another program, to its end. */
    static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(String.join(" ", command) + ": " + printed).isZero();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Where they are. */
    public CertificateFolders folders() {
        return folders;
    }

    /** Trusts the authority; shows what is in {@code own}, if there is something. */
    private SSLContext context(Path own) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", CertificateFile.read(folders.client().resolve("ca.pem"), "the authority").get(0));
            if (Files.exists(own.resolve("cert.pem"))) {
                store.setKeyEntry("own", PrivateKeyFile.read(own.resolve("key.pem")), new char[0],
                        CertificateFile.read(own.resolve("cert.pem"), "the certificate").toArray(new X509Certificate[0]));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A socket that shows what is in {@code own} to the server at a port of the loopback interface. The handshake is made. */
    public SSLSocket connect(int port, Path own, String... protocols) throws IOException {
        Socket plain = new Socket("127.0.0.1", port);
        try {
            return over(plain, own, protocols);
        } catch (IOException refused) {
            plain.close();
            throw refused;
        }
    }

    /** The same over a connected socket. */
    public SSLSocket over(Socket plain, Path own, String... protocols) throws IOException {
        return over(plain, own, socket -> {
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
        });
    }

    /** The same with whatever {@code before} sets before the handshake. */
    public SSLSocket over(Socket plain, Path own, Consumer<SSLSocket> before) throws IOException {
        plain.setSoTimeout(30_000);
        var socket = (SSLSocket) context(own).getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        before.accept(socket);
        socket.startHandshake();
        return socket;
    }

    /** A server's side of a connection that has been accepted: it shows what is in {@code own} and demands a client's certificate. */
    public SSLSocket accept(Socket plain, Path own, String... protocols) throws IOException {
        var socket = (SSLSocket) context(own).getSocketFactory().createSocket(plain, null, true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    /** The serial number of the certificate that a server shows. */
    public static String serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) List.of(socket.getSession().getPeerCertificates()).get(0)).getSerialNumber().toString();
    }
}
