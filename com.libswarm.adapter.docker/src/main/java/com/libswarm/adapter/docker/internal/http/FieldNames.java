package com.libswarm.adapter.docker.internal.http;

import java.nio.charset.StandardCharsets;

/** Names of header fields, in the case in which engines and clients write them: some look. */
public final class FieldNames {

    public static final String CONNECTION = "Connection";
    public static final String CONTENT_LENGTH = "Content-Length";
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String EXPECT = "Expect";
    public static final String HOST = "Host";
    public static final String TRAILER = "Trailer";
    public static final String TRANSFER_ENCODING = "Transfer-Encoding";
    public static final String UPGRADE = "Upgrade";

    private static final String[] KNOWN = {CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, TRANSFER_ENCODING, UPGRADE, "Accept", "Accept-Encoding",
        "Api-Version", "Cache-Control", "Date", "Docker-Experimental", "Ostype", "Pragma", "Server", "Swarm", "User-Agent",
        "X-Docker-Container-Path-Stat", "X-Registry-Auth", "X-Registry-Config"};
    /** By {@link #slot}; where two want the same, one of them is not here. */
    private static final String[] BY_SLOT = new String[256];

    static {
        for (String name : KNOWN) {
            BY_SLOT[slot(name.length(), name.charAt(0), name.charAt(name.length() - 1))] = name;
        }
    }

    private FieldNames() {
    }

    /** The name that these bytes are: no new text if it is one that is often seen. */
    static String of(byte[] head, int from, int to) {
        String known = BY_SLOT[slot(to - from, head[from], head[to - 1])];
        return known != null && Octets.equal(known, head, from, to) ? known : new String(head, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int slot(int length, int first, int last) {
        return length * 37 + first * 11 + last & 255;
    }
}
