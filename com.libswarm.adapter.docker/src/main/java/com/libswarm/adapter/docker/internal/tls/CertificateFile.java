package com.libswarm.adapter.docker.internal.tls;

import com.libswarm.api.Failure;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates: a server's or client's own with those that lead to its authority, or the authorities to trust. */
final class CertificateFile {

    private CertificateFile() {
    }

    /**
     * All certificates of a file, in order.
     *
     * @param what they are, for the sentence
     * @throws Failure 400 if there is none
     */
    static List<X509Certificate> read(Path file, String what) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem object : Pem.read(file, what)) {
                if (object.label().equals("CERTIFICATE")) {
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(object.der())));
                }
            }
        } catch (CertificateException damaged) {
            throw Pem.unreadable(file, what, "it is damaged", damaged);
        }
        if (certificates.isEmpty()) {
            throw Pem.unreadable(file, what, "it has no certificate in PEM", null);
        }
        return certificates;
    }

    /** @throws Failure 400 if the certificate, the first of {@code chain}, cannot be used now, or with that key */
    static void check(List<X509Certificate> chain, Path file, PrivateKey key, Path keyFile) {
        X509Certificate own = chain.get(0);
        try {
            own.checkValidity();
        } catch (CertificateExpiredException expired) {
            throw new Failure(400, "The certificate in " + file + " expired on " + own.getNotAfter().toInstant() + ": renew it.", expired);
        } catch (CertificateNotYetValidException early) {
            throw new Failure(400, "The certificate in " + file + " is not valid before " + own.getNotBefore().toInstant()
                    + ": is this machine's clock right?", early);
        }
        if (!fits(own.getPublicKey(), key)) {
            throw new Failure(400, "The private key in " + keyFile + " does not belong to the certificate in " + file + ".");
        }
    }

    private static boolean fits(PublicKey certified, PrivateKey key) {
        String algorithm = key.getAlgorithm();
        String signature = algorithm.equals("RSA") ? "SHA256withRSA" : algorithm.equals("EC") ? "SHA256withECDSA" : algorithm;
        byte[] text = {1};
        try {
            Signature sign = Signature.getInstance(signature);
            sign.initSign(key);
            sign.update(text);
            byte[] signed = sign.sign();
            Signature verify = Signature.getInstance(signature);
            verify.initVerify(certified);
            verify.update(text);
            return verify.verify(signed);
        } catch (InvalidKeyException another) {
            return false;
        } catch (GeneralSecurityException unknown) {
            return certified.getAlgorithm().equals(algorithm);
        }
    }
}
