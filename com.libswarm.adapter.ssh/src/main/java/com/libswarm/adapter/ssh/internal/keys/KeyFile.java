package com.libswarm.adapter.ssh.internal.keys;

import com.libswarm.api.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.security.SecurityUtils;

/** A file with a private key, in OpenSSH's format or in PEM (PKCS#1, SEC 1, PKCS#8), protected by a passphrase or not. */
final class KeyFile {

    private final Path file;
    private final Passphrase passphrase;

    KeyFile(Path file, Passphrase passphrase) {
        this.file = file;
        this.passphrase = passphrase;
    }

    /**
     * Reads it.
     *
     * @return empty if it is protected and there is no passphrase
     * @throws Failure 400 if it cannot be used, with the reason
     */
    Optional<KeyPair> read() {
        String text = text();
        var asked = new AtomicBoolean();
        FilePasswordProvider provider = (session, resource, retries) -> {
            asked.set(true);
            return passphrase.read().orElse("");
        };
        try {
            byte[] plain = EncryptedPkcs8.is(text) ? decrypted(text, provider) : text.getBytes(StandardCharsets.UTF_8);
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()),
                    new ByteArrayInputStream(plain), provider);
            Iterator<KeyPair> found = pairs == null ? Collections.emptyIterator() : pairs.iterator();
            if (found.hasNext()) {
                return Optional.of(found.next());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            if (asked.get() && passphrase.read().isEmpty()) {
                return Optional.empty();
            }
            throw asked.get() ? new Failure(400, "The private key " + file + " cannot be opened: " + passphrase.source() + " is not the right one.")
                    : notAKey(text);
        }
        throw notAKey(text);
    }

    private static byte[] decrypted(String text, FilePasswordProvider provider) throws IOException, GeneralSecurityException {
        String given = provider.getPassword(null, null, 0);
        if (given.isEmpty()) {
            throw new GeneralSecurityException("no passphrase");
        }
        return EncryptedPkcs8.decrypt(text, given.toCharArray()).getBytes(StandardCharsets.UTF_8);
    }

    private Failure notAKey(String text) {
        boolean isPublic = text.startsWith("ssh-") || text.startsWith("ecdsa-") || text.contains("PUBLIC KEY");
        return new Failure(400, "The file " + file + (isPublic ? " holds a public key: name the private one, which mostly has the same name without '.pub'."
                : " holds no private key that can be read: it has to be in OpenSSH's format or in PEM, and of the type ed25519, ecdsa or rsa."));
    }

    /** What to do about a key that is protected. */
    Failure passphraseMissing() {
        return new Failure(400, "The private key " + file + " is protected by a passphrase: put it into the environment variable "
                + Passphrase.VARIABLE + " or into a file that --passphrase-file names, or add the key to the ssh-agent.");
    }

    /** The public key in the file beside it, if there is one. */
    Optional<PublicKey> publicKey() {
        Path beside = file.resolveSibling(file.getFileName() + ".pub");
        try {
            return Optional.ofNullable(PublicKeyEntry.parsePublicKeyEntry(Files.readString(beside).strip())
                    .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING));
        } catch (IOException | GeneralSecurityException | RuntimeException none) {
            return Optional.empty();
        }
    }

    private String text() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new Failure(400, "There is no private key " + file + ".", missing);
        } catch (IOException unreadable) {
            throw new Failure(400, "Cannot read the private key " + file + ": swarmd's user may not, or it is no file.", unreadable);
        }
    }
}
