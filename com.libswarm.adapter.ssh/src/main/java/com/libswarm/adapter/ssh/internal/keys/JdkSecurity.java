package com.libswarm.adapter.ssh.internal.keys;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/** Makes MINA use the JDK's providers for all. Nothing is registered with the JDK, which would outlive this bundle's code. */
public final class JdkSecurity extends AbstractSecurityProviderRegistrar {

    private static final String PROVIDER = "SunEC";

    private JdkSecurity() {
        super(PROVIDER);
    }

    /** To be called before anything else of MINA. May be called again. */
    public static void use() {
        SecurityUtils.registerSecurityProvider(new JdkSecurity());
    }

    @Override
    public String getProviderName() {
        return PROVIDER;
    }

    @Override
    public boolean isNamedProviderUsed() {
        return false;
    }

    @Override
    public Provider getSecurityProvider() {
        return Security.getProvider(PROVIDER);
    }

    @Override
    public boolean isSupported() {
        return getSecurityProvider() != null;
    }

    @Override
    public boolean isSecurityEntitySupported(Class<?> kind, String algorithm) {
        return Set.of(Signature.class, KeyFactory.class, KeyPairGenerator.class).contains(kind) && Set.of("Ed25519", "EdDSA").contains(algorithm);
    }

    @Override
    public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
        return Optional.of(new JdkEd25519());
    }
}
