package com.libswarm.e2e.storm;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The frames in which an engine sends the outputs of a container without a terminal, one after the other in a stream. */
final class Frames {

    private static final int HEAD = 8;
    private static final int STDOUT = 1;

    private Frames() {
    }

    /** The next one's content, which is of the standard output; empty at the stream's end, which is to be between two. */
    static Optional<byte[]> next(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head.length < HEAD) {
            throw new EOFException("the stream ended in a frame's head");
        }
        if (head[0] != STDOUT || head[1] != 0 || head[2] != 0 || head[3] != 0) {
            throw new ProtocolException("this is no frame of the standard output: " + ByteBuffer.wrap(head).getLong());
        }
        return Optional.of(Answer.exactly(in, ByteBuffer.wrap(head).getInt(4)));
    }
}
