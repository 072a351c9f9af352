package com.libswarm.adapter.docker.internal.tls;

import com.libswarm.api.Failure;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes the TLS sessions of one link. New ones use the files as they are on disk: when a file changes, all are read again; files
 * that cannot be used leave everything as it was. Any thread may call.
 */
public final class Tls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** As an engine has it: of TLS 1.2 only those with forward secrecy and authenticated encryption. */
    private static final Pattern CIPHERS = Pattern.compile("TLS_(AES|CHACHA20)_.*|TLS_ECDHE_.*_(GCM|CHACHA20)_.*");
    /** What an engine agrees on with a client that names protocols (RFC 7301); one that names only others is refused. */
    private static final String[] APPLICATION_PROTOCOLS = {"http/1.1"};
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TlsSettings settings;
    private final boolean server;
    private final System.Logger log;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
    private volatile FileStamps stamps;
    private volatile SSLContext context;

    private Tls(TlsSettings settings, boolean server, System.Logger log) {
        this.settings = settings;
        this.server = server;
        this.log = log;
        this.stamps = FileStamps.of(settings.files());
        this.context = load();
    }

    /**
     * For a side that accepts connections.
     *
     * @param log gets a line when files have changed
     * @throws Failure 400 if the files cannot be used
     */
    public static Tls server(TlsSettings settings, System.Logger log) {
        return new Tls(settings, true, log);
    }

    /**
     * For a side that makes connections.
     *
     * @param log gets a line when files have changed
     * @throws Failure 400 if the files cannot be used
     */
    public static Tls client(TlsSettings settings, System.Logger log) {
        return new Tls(settings, false, log);
    }

    /** A session with a client. */
    public SSLEngine accepting() {
        SSLEngine engine = restrict(context().createSSLEngine());
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNeedClientAuth(settings.verify());
        parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Whether a session that began under other settings may go on under these: not if its client has not shown the certificate that is asked for. */
    public boolean admits(SSLEngine session) {
        if (!settings.verify()) {
            return true;
        }
        try {
            return session.getSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException none) {
            return false;
        }
    }

    /** A session with the server of that name or address, which its certificate has to bear. */
    public SSLEngine connecting(String host, int port) {
        SSLEngine engine = restrict(context().createSSLEngine(host, port));
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (settings.verify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLEngine restrict(SSLEngine engine) {
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setEnabledCipherSuites(Stream.of(engine.getEnabledCipherSuites()).filter(suite -> CIPHERS.matcher(suite).matches())
                .toArray(String[]::new));
        return engine;
    }

    /** An address is no server name (RFC 6066, 3). */
    private static Optional<SNIHostName> serverName(String host) {
        if (host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(host));
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private SSLContext context() {
        long last = lookedAt.get();
        long now = System.nanoTime();
        if (now - last > LOOK_NANOS && lookedAt.compareAndSet(last, now)) {
            reloadIfChanged();
        }
        return context;
    }

    private void reloadIfChanged() {
        FileStamps found = FileStamps.of(settings.files());
        if (found.equals(stamps)) {
            return;
        }
        stamps = found;
        try {
            context = load();
            log.log(System.Logger.Level.INFO, "The TLS certificates have changed; new connections use them.");
        } catch (Failure unusable) {
            log.log(System.Logger.Level.WARNING, "The TLS files have changed, but cannot be used, so those from before stay: "
                    + unusable.getMessage());
        }
    }

    private SSLContext load() {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys(), trust(), null);
            return made;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new Failure(400, "TLS cannot be set up with these certificates: " + unusable.getMessage(), unusable);
        }
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        if (settings.cert().isEmpty() && settings.key().isEmpty()) {
            return new KeyManager[0];
        }
        Path certFile = settings.cert().orElseThrow(() -> new Failure(400, "There is a private key, but no certificate: add --tlscert FILE."));
        Path keyFile = settings.key().orElseThrow(() -> new Failure(400, "There is a certificate, but no private key: add --tlskey FILE."));
        List<X509Certificate> chain = CertificateFile.read(certFile, "the certificate (--tlscert)");
        PrivateKey key = PrivateKeyFile.read(keyFile);
        CertificateFile.check(chain, certFile, key, keyFile);
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, new char[0], chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        if (!settings.verify()) {
            return server ? new TrustManager[0] : InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        // without any the JDK takes its own
        factory.init(settings.ca().isPresent() ? authorities(settings.ca().get()) : (KeyStore) null);
        return factory.getTrustManagers();
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int n = 0;
        for (X509Certificate authority : CertificateFile.read(file, "the certificate authority (--tlscacert)")) {
            store.setCertificateEntry("ca" + n++, authority);
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
