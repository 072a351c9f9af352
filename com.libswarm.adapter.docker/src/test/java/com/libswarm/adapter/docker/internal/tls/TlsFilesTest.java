package com.libswarm.adapter.docker.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates in the forms that openssl writes, and what is none. */
final class TlsFilesTest {

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    @BeforeAll
    static void certify() {
        certificates = TestCertificates.in(folder.resolve("certificates"));
    }

    private static PrivateKey openssl(String command) {
        Path file = folder.resolve("made.pem");
        TestCertificates.run("sh", "-c", "openssl " + command.replace("FILE", file.toString()));
        return PrivateKeyFile.read(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "genrsa -traditional -out FILE 2048", "genrsa -out FILE 2048", "genrsa -traditional -out FILE 4096",
        "ecparam -name prime256v1 -genkey -out FILE", "ecparam -name prime256v1 -genkey -noout -out FILE", "ecparam -name secp521r1 -genkey -out FILE",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out FILE", "genpkey -algorithm ed25519 -out FILE"})
    void readsThePrivateKeysThatOpensslMakes(String command) {
        PrivateKey key = openssl(command);
        assertThat(key.getAlgorithm()).isIn("RSA", "EC", "EdDSA");
        assertThat(key.getFormat()).isEqualTo("PKCS#8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"genrsa -aes128 -passout pass:secret -traditional -out FILE 2048", "genrsa -aes128 -passout pass:secret -out FILE 2048",
        "ecparam -name prime256v1 -genkey | openssl ec -aes128 -passout pass:secret -out FILE"})
    void refusesAnEncryptedKey(String command) {
        assertThatThrownBy(() -> openssl(command)).isInstanceOf(Failure.class).hasMessageContaining("is encrypted").hasMessageNotContaining("secret");
    }

    @Test
    void theSameKeyIsTheSameInEachForm() {
        Path file = folder.resolve("one.pem");
        TestCertificates.run("openssl", "genrsa", "-traditional", "-out", file.toString(), "2048");
        assertThat(openssl("pkcs8 -topk8 -nocrypt -in " + file + " -out FILE")).isEqualTo(PrivateKeyFile.read(file));
        TestCertificates.run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", file.toString());
        assertThat(((ECPrivateKey) openssl("pkcs8 -topk8 -nocrypt -in " + file + " -out FILE")).getS())
                .isEqualTo(((ECPrivateKey) PrivateKeyFile.read(file)).getS());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMIT/////\n-----END EC PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----\n\n-----END EC PRIVATE KEY-----",
        "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nAAAA"})
    void whatIsNoKeyIsASentence(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("none.pem"), text);
        assertThatThrownBy(() -> PrivateKeyFile.read(file)).isInstanceOf(Failure.class)
                .hasMessageStartingWith("Cannot read the private key in " + file + ": ");
    }

    private static Tls load(Path ca, Path cert, Path key) {
        return Tls.server(new TlsSettings(true, Optional.of(ca), Optional.of(cert), Optional.of(key)), System.getLogger("test"));
    }

    @Test
    void aFileThatIsOfNoUseIsASentence() throws IOException {
        Path ca = certificates.folders().client().resolve("ca.pem");
        Path cert = certificates.folders().server().resolve("cert.pem");
        Path key = certificates.folders().server().resolve("key.pem");
        assertThat(load(ca, cert, key).accepting().getNeedClientAuth()).isTrue();
        assertThatThrownBy(() -> load(folder.resolve("gone"), cert, key)).hasMessageContaining("(--tlscacert) in " + folder.resolve("gone"))
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> load(ca, key, key)).hasMessageContaining("it has no certificate in PEM");
        assertThatThrownBy(() -> load(ca, cert, cert)).hasMessageContaining("it has no private key in PEM");
        assertThatThrownBy(() -> load(ca, folder, key)).hasMessageContaining("Cannot read the certificate");
        assertThatThrownBy(() -> load(ca, Path.of("/dev/zero"), key)).hasMessageContaining("it is larger than");
        assertThatThrownBy(() -> load(ca, cert, certificates.folders().client().resolve("key.pem"))).hasMessageContaining("does not belong to the certificate");
        Path damaged = Files.writeString(folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> load(ca, damaged, key)).hasMessageContaining("it is damaged");
    }

    @Test
    void anExpiredCertificateIsASentence() {
        Path key = certificates.folders().server().resolve("key.pem");
        Path expired = folder.resolve("expired.pem");
        TestCertificates.run("sh", "-c", "cd " + folder + " && rm -rf db && mkdir db && touch db/index.txt && openssl req -new -key " + key
                + " -subj /CN=x -out db/x.csr && printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=db/index.txt\\nnew_certs_dir=db\\nrand_serial=yes\\n"
                + "default_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > db/ca.cnf && openssl ca -batch -notext -config db/ca.cnf -in db/x.csr -out "
                + expired + " -cert " + certificates.folders().client().resolve("ca.pem") + " -keyfile " + certificates.folders().client().resolve("ca-key.pem")
                + " -startdate 20200101000000Z -enddate 20200201000000Z");
        assertThatThrownBy(() -> load(certificates.folders().client().resolve("ca.pem"), expired, key)).hasMessageContaining("expired on 2020-02-01")
                .hasMessageContaining("renew it");
    }
}
