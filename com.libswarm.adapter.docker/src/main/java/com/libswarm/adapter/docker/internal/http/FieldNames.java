package com.libswarm.adapter.docker.internal.http;

import io.netty.util.AsciiString;

/** The names of the header fields that this bundle writes itself, in the case in which engines write them: some clients look. */
public final class FieldNames {

    public static final AsciiString CONNECTION = AsciiString.cached("Connection");
    public static final AsciiString CONTENT_LENGTH = AsciiString.cached("Content-Length");
    public static final AsciiString CONTENT_TYPE = AsciiString.cached("Content-Type");
    public static final AsciiString EXPECT = AsciiString.cached("Expect");
    public static final AsciiString HOST = AsciiString.cached("Host");
    public static final AsciiString TRANSFER_ENCODING = AsciiString.cached("Transfer-Encoding");
    public static final AsciiString UPGRADE = AsciiString.cached("Upgrade");

    private FieldNames() {
    }
}
