package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /** New ones, until they are closed. */
    public static Certificates create() {
        return in(Folders.create("swc"));
    }

    /** Those in the folder of somebody who deletes it himself; what is not there is made. */
    static Certificates in(Path folder) {
        Outcome outcome = Program.run(Map.of(), List.of(SCRIPT, folder.toString()));
        assertThat(outcome.status()).as("making certificates: " + outcome).isZero();
        return new Certificates(folder);
    }

    /** A folder as DOCKER_CERT_PATH names it: ca.pem, and cert.pem and key.pem of a client. */
    public Path client() {
        return folder;
    }

    /** The same with a client's certificate that another authority has signed. */
    public Path stranger() {
        return folder.resolve("stranger");
    }

    /** ca.pem, and cert.pem and key.pem of a server that is called localhost, 127.0.0.1 or ::1. */
    public Path server() {
        return folder.resolve("server");
    }

    /** The same of a server that has another name. */
    public Path elsewhere() {
        return folder.resolve("elsewhere");
    }

    /** What a {@code dockerserver} needs to demand a client's certificate. */
    public String serverOptions() {
        return options(server());
    }

    /** What a {@code dockerclient} needs to be let in and to be sure of the server. */
    public String clientOptions() {
        return options(client());
    }

    /** The options of a spec for the certificates of one of these folders. */
    public static String options(Path of) {
        return "--tlsverify --tlscacert " + of.resolve("ca.pem") + " --tlscert " + of.resolve("cert.pem") + " --tlskey " + of.resolve("key.pem");
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
