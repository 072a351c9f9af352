package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.config.HostSettings;
import com.libswarm.adapter.ssh.internal.hosts.HostKeyCheck;
import com.libswarm.adapter.ssh.internal.hosts.KnownHosts;
import com.libswarm.adapter.ssh.internal.keys.Identities;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.sshd.client.auth.pubkey.PublicKeyAuthenticationReporter;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.Signature;

/** One attempt to log in to one host: what the session needs to know of it, and what came of it. */
final class Login implements PublicKeyAuthenticationReporter {

    static final AttributeRepository.AttributeKey<Login> KEY = new AttributeRepository.AttributeKey<>();

    private final HostSettings host;
    private final Identities identities;
    private final HostKeyCheck check;
    private final Set<String> offered = new ConcurrentSkipListSet<>();
    private volatile String agentTrouble = "";

    Login(HostSettings host, Identities identities, HostKeyCheck check) {
        this.host = host;
        this.identities = identities;
        this.check = check;
    }

    HostSettings host() {
        return host;
    }

    Identities identities() {
        return identities;
    }

    HostKeyCheck check() {
        return check;
    }

    /** The keys that were offered, as they are said to people. */
    List<String> offered() {
        return List.copyOf(offered);
    }

    /** What is the matter with the agent; empty if nothing is. */
    String agentTrouble() {
        return agentTrouble;
    }

    void agentTrouble(String sentence) {
        agentTrouble = sentence;
    }

    /** Before a byte is sent. */
    void prepare(ClientSession session) {
        session.setServerKeyVerifier(check);
        session.setPublicKeyAuthenticationReporter(this);
        session.setSignatureFactories(inOrderOfKnownKeys(session.getSignatureFactories()));
        identities.pairs().forEach(session::addPublicKeyIdentity);
    }

    /** A server shows the first key of its own that the client names: it is to be one by which the host is known. */
    private List<NamedFactory<Signature>> inOrderOfKnownKeys(List<NamedFactory<Signature>> all) {
        List<String> types = new KnownHosts(host.knownHosts()).types(host.known());
        List<NamedFactory<Signature>> ordered = new ArrayList<>();
        all.stream().filter(factory -> types.contains(KeyUtils.getCanonicalKeyType(factory.getName()))).forEach(ordered::add);
        all.stream().filter(factory -> !ordered.contains(factory)).forEach(ordered::add);
        return ordered;
    }

    @Override
    public void signalAuthenticationAttempt(ClientSession session, String service, KeyPair identity, String signature) {
        offered.add(KeyUtils.getKeyType(identity.getPublic()) + " " + KeyUtils.getFingerPrint(identity.getPublic()));
    }
}
