package com.libswarm.adapter.ssh.internal.keys;

import com.libswarm.adapter.ssh.internal.config.HostSettings;
import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.api.Failure;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * Who this side is to a host: the keys of files, and which of the agent's.
 *
 * @param pairs of files
 * @param agent its socket, if it is to be asked
 * @param ofAgent which of its keys are offered
 */
public record Identities(List<KeyPair> pairs, Optional<Path> agent, Predicate<PublicKey> ofAgent) {

    /**
     * Reads the files.
     *
     * @throws Failure 400 if a key that the spec names cannot be used, or a passphrase not read
     */
    public static Identities of(HostSettings host, SshOptions options) {
        JdkSecurity.use();
        Passphrase passphrase = Passphrase.of(options);
        passphrase.check();
        List<KeyPair> pairs = new ArrayList<>();
        List<PublicKey> named = new ArrayList<>();
        for (Path file : host.presentKeys()) {
            var key = new KeyFile(file, passphrase);
            boolean demanded = host.keys().contains(file);
            Optional<PublicKey> known = key.publicKey();
            known.ifPresent(named::add);
            try {
                Optional<KeyPair> pair = key.read();
                if (demanded && pair.isEmpty() && !(known.isPresent() && host.agent().isPresent())) {
                    throw key.passphraseMissing();
                }
                pair.ifPresent(pairs::add);
            } catch (Failure unusable) {
                if (demanded) {
                    throw unusable;
                }
            }
        }
        Predicate<PublicKey> ofAgent = offered -> !host.identitiesOnly() || named.stream().anyMatch(one -> KeyUtils.compareKeys(one, offered));
        return new Identities(List.copyOf(pairs), host.agent(), ofAgent);
    }
}
