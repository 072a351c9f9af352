package com.libswarm.adapter.ssh.internal.transport;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshException;

/** Why a network does not do what it should, in the words of people. */
final class Reasons {

    private Reasons() {
    }

    /** A part of a sentence, in small letters. */
    static String of(Throwable thrown) {
        Throwable why = root(thrown);
        if (why instanceof UnknownHostException || why instanceof UnresolvedAddressException) {
            return "the host is unknown";
        }
        if (why instanceof SocketTimeoutException || why instanceof TimeoutException) {
            return "it does not answer in time";
        }
        if (why instanceof NoRouteToHostException) {
            return "there is no route to it";
        }
        String text = Optional.ofNullable(why.getMessage()).filter(message -> !message.isBlank()).orElse(why.getClass().getSimpleName());
        if (why instanceof ConnectException && text.toLowerCase(Locale.ROOT).contains("refused")) {
            return "the connection is refused";
        }
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static Throwable root(Throwable thrown) {
        Throwable why = thrown;
        while (why.getCause() != null && (why instanceof ExecutionException || why instanceof CompletionException || why instanceof SshException
                || why.getClass().getName().startsWith("org.apache.sshd"))) {
            why = why.getCause();
        }
        return why;
    }
}
