package com.libswarm.adapter.ssh.internal.hosts;

import com.libswarm.adapter.ssh.internal.config.HostSettings;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/** Whether the key that a host shows is its own, for one attempt to connect. Keeps why not. */
public final class HostKeyCheck implements ServerKeyVerifier {

    /** What is done about a host that is not known. */
    public enum Unknown {
        REFUSED,
        /** It is trusted, and its key recorded. */
        RECORDED,
        /** It is trusted for a look. */
        TOLERATED
    }

    private final HostSettings host;
    private final KnownHosts hosts;
    private final Unknown unknown;
    private final Consumer<String> news;
    private volatile Optional<String> refusal = Optional.empty();

    /** @param news takes a sentence about a key that was recorded */
    public HostKeyCheck(HostSettings host, Unknown unknown, Consumer<String> news) {
        this.host = host;
        this.hosts = new KnownHosts(host.knownHosts());
        this.unknown = unknown;
        this.news = news;
    }

    /** Why the key was refused, if it was. */
    public Optional<String> refusal() {
        return refusal;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
        KnownHosts.Finding finding = hosts.look(host.known(), key);
        refusal = switch (finding.verdict()) {
            case KNOWN -> Optional.empty();
            case REVOKED -> refuse("shows the key " + print(key) + ", which is revoked in " + finding.line()
                    + ". Whoever answers there must not be trusted: nothing was sent to it.");
            case CHANGED -> refuse("shows the key " + print(key) + ", but is known by "
                    + finding.before().map(HostKeyCheck::print).orElse("another") + " (" + finding.line()
                    + "). Somebody may be listening in between, so nothing was sent to it. If the host was made anew, remove that line "
                    + "(ssh-keygen -R '" + host.known() + "' -f '" + file(finding.line()) + "') and add the new key.");
            case UNKNOWN -> unknown(key);
        };
        return refusal.isEmpty();
    }

    private Optional<String> unknown(PublicKey key) {
        if (unknown == Unknown.REFUSED) {
            return refuse("is not known: its key " + print(key) + " is not in "
                    + hosts.files().stream().map(Path::toString).collect(Collectors.joining(", ")) + ". Compare the fingerprint, and add the key "
                    + "(ssh-keyscan -p " + host.port() + " " + host.address() + "), or use --accept-new, which trusts and records it.");
        }
        if (unknown == Unknown.RECORDED) {
            try {
                hosts.add(host.known(), key);
                news.accept("The SSH server of " + host + " is new; its key " + print(key) + " was recorded in " + hosts.files().get(0) + ".");
            } catch (IOException unwritable) {
                return refuse("is not known, and its key " + print(key) + " cannot be recorded in " + hosts.files().get(0)
                        + ": swarmd's user may not write there.");
            }
        }
        return Optional.empty();
    }

    private Optional<String> refuse(String why) {
        return Optional.of("The SSH server of " + host + " " + why);
    }

    private static String file(String line) {
        return line.substring(0, line.lastIndexOf(", line "));
    }

    private static String print(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }

    private static String print(PublicKeyEntry entry) {
        try {
            return Optional.ofNullable(entry.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING)).map(HostKeyCheck::print)
                    .orElse(entry.getKeyType());
        } catch (IOException | GeneralSecurityException unreadable) {
            return entry.getKeyType();
        }
    }
}
