package com.libswarm.e2e.storm;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One connection of a client. Closing it, from any thread, ends whoever reads from it. */
final class Connection implements Closeable {

    private final String kind;
    private final InputStream in;
    private final OutputStream out;
    private final Closeable halfClose;
    private final Closeable socket;
    private int asked;

    /**
     * @param kind tcp, unix or tls
     * @param halfClose ends what is written
     */
    Connection(String kind, InputStream in, OutputStream out, Closeable halfClose, Closeable socket) {
        this.kind = kind;
        this.in = new BufferedInputStream(in, 64 * 1024);
        this.out = out;
        this.halfClose = halfClose;
        this.socket = socket;
    }

    InputStream in() {
        return in;
    }

    void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        out.flush();
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /** Counts the requests that were sent on it. */
    void asked() {
        asked++;
    }

    /** Nothing more is written; what is still to come can be read. */
    void endOutput() throws IOException {
        halfClose.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closed) {
            // that is what was wanted
        }
    }

    @Override
    public String toString() {
        return kind + " connection, request " + asked;
    }
}
