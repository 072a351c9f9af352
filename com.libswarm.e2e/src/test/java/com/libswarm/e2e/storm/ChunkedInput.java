package com.libswarm.e2e.storm;

import java.io.IOException;
import java.io.InputStream;

/** A body in chunks, as it comes; its end is the last chunk, and never that of the connection. */
final class ChunkedInput extends InputStream {

    private final InputStream in;
    private int left;
    private boolean begun;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (left == 0 && !ended) {
            if (begun) {
                Answer.end(in);
            }
            begun = true;
            left = Answer.size(in);
            if (left == 0) {
                Answer.end(in);
                ended = true;
            }
        }
        if (ended) {
            return -1;
        }
        int n = in.read(to, from, Math.min(length, left));
        if (n < 0) {
            throw new IOException("the connection ended before the last chunk");
        }
        left -= n;
        return n;
    }
}
