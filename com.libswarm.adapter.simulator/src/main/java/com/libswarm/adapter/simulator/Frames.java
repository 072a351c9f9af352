package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Stream;
import java.nio.ByteBuffer;

/**
 * Docker's multiplexed stream, for containers without a terminal: each piece has a head of eight bytes, the stream's number, three
 * zeros, and the length as a big-endian number (Docker API, POST /containers/{id}/attach, "Stream format").
 */
final class Frames {

    static final String CONTENT_TYPE = "application/vnd.docker.raw-stream";

    private static final int HEAD = 8;

    private Frames() {
    }

    /** @param tty whether it comes from a terminal: then the bytes are as they are */
    static byte[] frame(boolean tty, Stream stream, byte[] bytes) {
        if (tty) {
            return bytes;
        }
        return ByteBuffer.allocate(HEAD + bytes.length).putInt(stream.number() << 24).putInt(bytes.length).put(bytes).array();
    }
}
