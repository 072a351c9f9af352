package com.libswarm.conformance;

import java.nio.file.Path;

/**
 * Where {@code com.libswarm.e2e/peers/certificates.sh} puts the certificates of a test. Each folder holds ca.pem, cert.pem and key.pem, as
 * DOCKER_CERT_PATH names it.
 *
 * @param client what a client of the authority has; the folder of all others
 */
public record CertificateFolders(Path client) {

    /** What a client of another authority has. */
    public Path stranger() {
        return client.resolve("stranger");
    }

    /** What a server has that is called localhost, 127.0.0.1 or ::1. */
    public Path server() {
        return client.resolve("server");
    }

    /** What a server with another name has. */
    public Path elsewhere() {
        return client.resolve("elsewhere");
    }

    /** The options of a spec for the certificates in one of these. */
    public static String options(Path of) {
        return "--tlsverify --tlscacert " + of.resolve("ca.pem") + " --tlscert " + of.resolve("cert.pem") + " --tlskey " + of.resolve("key.pem");
    }
}
