package com.libswarm.adapter.docker.internal.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;

/** Why TLS failed, in the words of those who use it. */
public final class TlsFailure {

    private TlsFailure() {
    }

    /** A clause without its full stop. */
    public static String reason(Throwable thrown) {
        Throwable why = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (why instanceof SslHandshakeTimeoutException) {
            return "it took too long";
        }
        if (why instanceof NotSslRecordException) {
            return "the other side does not speak TLS";
        }
        if (why instanceof ClosedChannelException) {
            return "the other side closed the connection during the handshake";
        }
        return cause(why, CertificateExpiredException.class).map(expired -> "the other side's certificate has expired")
                .or(() -> cause(why, CertificateNotYetValidException.class).map(early -> "the other side's certificate is not valid yet"))
                .or(() -> cause(why, CertPathValidatorException.class).map(unknown -> "the other side's certificate is not signed by an authority of --tlscacert"))
                .orElseGet(() -> text(why));
    }

    private static String text(Throwable why) {
        Throwable last = why;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        return Optional.ofNullable(last.getMessage()).orElse(last.getClass().getSimpleName());
    }

    private static Optional<Throwable> cause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable why = thrown; why != null; why = why.getCause()) {
            if (type.isInstance(why)) {
                return Optional.of(why);
            }
        }
        return Optional.empty();
    }
}
