package com.libswarm.adapter.docker.internal.tls;

import com.libswarm.api.Failure;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Reads a private key in any of the forms that openssl and docker-machine write. */
final class PrivateKeyFile {

    private static final String WHAT = "the private key";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PrivateKeyFile() {
    }

    /** @throws Failure 400 if there is no key in it that can be used */
    static PrivateKey read(Path file) {
        List<Pem> objects = Pem.read(file, WHAT);
        Pem key = objects.stream().filter(object -> object.label().endsWith("PRIVATE KEY")).findFirst()
                .orElseThrow(() -> Pem.unreadable(file, WHAT, "it has no private key in PEM", null));
        if (key.encrypted()) {
            throw new Failure(400, "The private key in " + file + " is encrypted, and nobody can be asked for its passphrase here: "
                    + "write it without one (openssl pkey -in FILE -out FILE), readable by swarmd's user alone.");
        }
        try {
            return key(pkcs8(key, objects));
        } catch (IllegalArgumentException | GeneralSecurityException damaged) {
            throw Pem.unreadable(file, WHAT, String.valueOf(damaged.getMessage()), null);
        }
    }

    private static byte[] pkcs8(Pem key, List<Pem> objects) {
        switch (key.label()) {
            case "RSA PRIVATE KEY":
                return Der.pkcs8OfRsa(key.der());
            case "EC PRIVATE KEY":
                Optional<byte[]> curve = objects.stream().filter(object -> object.label().equals("EC PARAMETERS")).map(Pem::der).findFirst();
                return Der.pkcs8OfEc(key.der(), curve);
            case "PRIVATE KEY":
                return key.der();
            default:
                throw new IllegalArgumentException("an '" + key.label() + "' is of no use for TLS");
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException another) {
                // of another algorithm, or damaged, which is said when none fits
            }
        }
        throw new IllegalArgumentException("it is neither an RSA nor an elliptic curve key, or it is damaged");
    }
}
