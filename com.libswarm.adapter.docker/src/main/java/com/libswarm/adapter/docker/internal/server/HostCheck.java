package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.api.Failure;
import com.libswarm.docker.internal.http.Ascii;
import java.util.List;

/** Whom a request says that it is for (RFC 9112, 3.2): one, and what can be one. */
final class HostCheck {

    /** What a host's name and port are made of, and a little more, as Go's net/http has it (RFC 3986, 3.2.2). */
    private static final String IN_HOST = "!$%&'()*+,-.:;=[]_~";

    private HostCheck() {
    }

    /** @throws Failure if it is not to be trusted */
    static void check(MessageHead request) {
        List<String> hosts = request.fields().all(FieldNames.HOST);
        if (hosts.size() > 1 || request.http11() && hosts.isEmpty()) {
            throw new Failure(400, "The request has " + (hosts.isEmpty() ? "no Host" : "more than one Host") + ": HTTP/1.1 asks for one.");
        }
        if (!hosts.isEmpty() && !Ascii.all(hosts.get(0), HostCheck::isInHost)) {
            throw new Failure(400, "The request's Host is not the name of a host.");
        }
    }

    private static boolean isInHost(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || IN_HOST.indexOf(c) >= 0;
    }
}
