package com.libswarm.cloud.internal.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why a server cannot be reached, for people. */
final class ConnectFailure {

    private ConnectFailure() {
    }

    /** Whether it would be the same a moment later. */
    static boolean isCertain(IOException why) {
        return why instanceof UnknownHostException || why instanceof ConnectException || why instanceof NoRouteToHostException || why instanceof SSLException;
    }

    static String sentence(IOException why) {
        if (why instanceof UnknownHostException) {
            return "there is no host of that name.";
        }
        if (why instanceof SocketTimeoutException) {
            return "it does not answer in time.";
        }
        if (why instanceof NoRouteToHostException) {
            return "there is no way to that host.";
        }
        if (why instanceof ConnectException) {
            return "the connection was refused.";
        }
        if (why instanceof SSLException) {
            return "TLS failed (" + why.getMessage() + "). If its certificate is by an authority of your own, name that in OS_CACERT.";
        }
        return why.getMessage() == null ? why.getClass().getSimpleName() + "." : why.getMessage() + ".";
    }
}
