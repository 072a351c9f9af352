package com.libswarm.adapter.ssh.internal.keys;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PKCS#8 with a passphrase (RFC 5958, PBES2 of RFC 8018), as {@code openssl} writes it: the JDK opens it. */
final class EncryptedPkcs8 {

    private static final String BEGIN = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
    private static final String END = "-----END ENCRYPTED PRIVATE KEY-----";

    private EncryptedPkcs8() {
    }

    static boolean is(String text) {
        return text.contains(BEGIN);
    }

    /** The same key without a passphrase. */
    static String decrypt(String text, char[] passphrase) throws IOException, GeneralSecurityException {
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END, begin);
        if (end < 0) {
            throw new IOException("The key has no end.");
        }
        var protectedKey = new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(text.substring(begin, end)));
        // of PBES2 the parameters name the algorithm
        String algorithm = protectedKey.getAlgName().equals("PBES2") || protectedKey.getAlgName().equals("1.2.840.113549.1.5.13")
                ? protectedKey.getAlgParameters().toString() : protectedKey.getAlgName();
        SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, secret, protectedKey.getAlgParameters());
        byte[] plain = protectedKey.getKeySpec(cipher).getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(plain) + "\n-----END PRIVATE KEY-----\n";
    }
}
