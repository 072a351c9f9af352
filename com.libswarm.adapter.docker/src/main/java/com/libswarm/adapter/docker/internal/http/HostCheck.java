package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import com.libswarm.api.Head;

/** Whom a request says that it is for (RFC 9112, 3.2): one, and what can be one. */
public final class HostCheck {

    private HostCheck() {
    }

    /** @throws Failure if it is not to be trusted */
    public static void check(MessageHead request) {
        Head fields = request.fields();
        int hosts = 0;
        for (int i = 0; i < fields.size(); i++) {
            hosts += fields.name(i).equalsIgnoreCase(FieldNames.HOST) ? 1 : 0;
        }
        if (hosts > 1 || hosts == 0 && request.http11()) {
            throw new Failure(400, "The request has " + (hosts == 0 ? "no Host" : "more than one Host") + ": HTTP/1.1 asks for one.");
        }
        if (!Octets.all(Octets.HOST, fields.get(FieldNames.HOST))) {
            throw new Failure(400, "The request's Host is not the name of a host.");
        }
    }
}
