package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.io.Loop;
import com.libswarm.adapter.ssh.internal.io.LoopServices;
import com.libswarm.adapter.ssh.internal.keys.AgentKeys;
import com.libswarm.adapter.ssh.internal.keys.JdkSecurity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;

/** MINA's client, as this bundle needs it: fast ciphers first, keep-alives, no defaults from files, no passwords. */
public final class Client {

    /** A server that has not answered this many keep-alives, one a second, is gone. */
    static final int KEEP_ALIVES = 3;
    private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_TIME = Duration.ofSeconds(5);
    /** What a server may send ahead of a slow reader, who has it in memory here. */
    private static final long WINDOW = 1 << 20;

    /** By their speed in the JDK, whose AES uses the processor's instructions. */
    private static final List<NamedFactory<Cipher>> CIPHERS = List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm,
            BuiltinCiphers.aes128ctr, BuiltinCiphers.aes192ctr, BuiltinCiphers.aes256ctr, BuiltinCiphers.cc20p1305_openssh);

    private final SshClient mina;

    private Client(SshClient mina) {
        this.mina = mina;
    }

    /** @param logins serves connections until they are logged in */
    static Client start(Loop logins) {
        JdkSecurity.use();
        KeyExchanges.use();
        SshClient mina = SshClient.setUpDefaultClient();
        mina.setIoServiceFactoryFactory(new LoopServices(logins));
        mina.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        mina.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        mina.setServerKeyVerifier((session, remote, key) -> false);
        mina.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        mina.setCipherFactories(CIPHERS);
        // a host's certificate would have to be looked for in @cert-authority lines
        mina.setSignatureFactories(mina.getSignatureFactories().stream().filter(factory -> !factory.getName().contains("cert")
                && !factory.getName().equals("ssh-dss")).toList());
        mina.setAgentFactory(new AgentKeys(session -> login((ClientSession) session).identities(),
                (session, trouble) -> login((ClientSession) session).agentTrouble(trouble)));
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(mina, KEEP_ALIVE_INTERVAL);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(mina, KEEP_ALIVES);
        CoreModuleProperties.IDLE_TIMEOUT.set(mina, Duration.ZERO);
        CoreModuleProperties.WINDOW_SIZE.set(mina, WINDOW);
        CoreModuleProperties.STOP_WAIT_TIME.set(mina, STOP_TIME);
        mina.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                login((ClientSession) session).prepare((ClientSession) session);
            }
        });
        mina.start();
        return new Client(mina);
    }

    private static Login login(ClientSession session) {
        return session.getConnectionContext().getAttribute(Login.KEY);
    }

    /** Connects to where the login's host is, or to what leads there. Blocks until there is a connection, or none. */
    ConnectFuture connect(Login login, String address, int port) throws IOException {
        var entry = new HostConfigEntry("", address, port, login.host().user(), null);
        return mina.connect(entry, AttributeRepository.ofKeyValuePair(Login.KEY, login), null);
    }

    void stop() {
        mina.stop();
    }
}
