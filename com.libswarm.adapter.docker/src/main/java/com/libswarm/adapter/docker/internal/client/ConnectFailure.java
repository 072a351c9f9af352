package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.tls.TlsFailure;
import io.netty.channel.ConnectTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Why there is no connection to an engine, as a sentence. */
final class ConnectFailure {

    private ConnectFailure() {
    }

    static String sentence(Address address, Throwable thrown) {
        Throwable why = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return TlsFailure.is(why) ? "Cannot speak TLS with the Docker engine at " + address + ": " + TlsFailure.reason(why) + "."
                : "Cannot connect to the Docker engine at " + address + ": " + reason(why) + ". Is it running?";
    }

    private static String reason(Throwable why) {
        if (why instanceof ConnectTimeoutException) {
            return "it does not answer in time";
        }
        if (why instanceof UnknownHostException) {
            return "the host is unknown";
        }
        String text = Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
        // Netty adds the address, which the sentence has already
        String bare = text.replaceAll(": /\\S*$|: [^ ]*/[\\d.:]+$", "");
        return bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1);
    }
}
