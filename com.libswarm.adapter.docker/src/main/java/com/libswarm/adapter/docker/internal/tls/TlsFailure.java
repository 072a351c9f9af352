package com.libswarm.adapter.docker.internal.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why TLS failed, in the words of those who use it. */
public final class TlsFailure {

    private static final String ALERT = "Received fatal alert: ";
    /** What the JDK says when an alert comes in the clear, as OpenSSL's clients send it when they refuse a certificate with TLS 1.3. */
    private static final String UNENCRYPTED_ALERT = "Insufficient buffer remaining for AEAD cipher fragment";

    private TlsFailure() {
    }

    /** Whether it is about TLS. */
    public static boolean is(Throwable thrown) {
        return unwrapped(thrown) instanceof SSLException
                || Stream.of(thrown.getSuppressed()).anyMatch(SSLException.class::isInstance);
    }

    /** Whether the other side has refused something, which it says by an alert (RFC 8446, 6.2). */
    public static boolean isAlert(Throwable thrown) {
        return is(thrown) && text(unwrapped(thrown)).startsWith(ALERT);
    }

    /** A clause without its full stop. */
    public static String reason(Throwable thrown) {
        Throwable why = unwrapped(thrown);
        if (why instanceof SslHandshakeTimeoutException) {
            return "the handshake took too long";
        }
        if (why instanceof NotSslRecordException) {
            return "the other side does not speak TLS";
        }
        if (why instanceof ClosedChannelException) {
            return "the other side closed the connection during the handshake";
        }
        if (has(why, CertificateExpiredException.class)) {
            return "the other side's certificate has expired";
        }
        if (has(why, CertificateNotYetValidException.class)) {
            return "the other side's certificate is not valid yet";
        }
        if (has(why, CertPathBuilderException.class)) {
            return "the other side's certificate is not signed by an authority that is trusted here (--tlscacert)";
        }
        String text = text(why);
        if (text.startsWith(UNENCRYPTED_ALERT)) {
            return "the other side broke it off: does it trust this side's certificate (--tlscert)?";
        }
        if (text.startsWith(ALERT)) {
            return "the other side refuses it, with the alert '" + text.substring(ALERT.length()) + "'"
                    + (text.contains("certificate") || text.contains("unknown_ca") ? ": does it trust this side's certificate (--tlscert)?" : "");
        }
        return has(why, CertificateException.class) ? "the other side's certificate is for another name: " + text : text;
    }

    private static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private static String text(Throwable why) {
        Throwable last = causes(why).reduce((first, next) -> next).orElse(why);
        return Optional.ofNullable(last.getMessage()).orElse(last.getClass().getSimpleName());
    }

    private static boolean has(Throwable why, Class<? extends Throwable> type) {
        return causes(why).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> causes(Throwable why) {
        return Stream.iterate(why, thrown -> thrown != null, Throwable::getCause).limit(20);
    }
}
