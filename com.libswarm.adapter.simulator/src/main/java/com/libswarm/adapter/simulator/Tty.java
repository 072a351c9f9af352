package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Output;
import com.libswarm.adapter.simulator.internal.program.Stream;
import java.io.ByteArrayOutputStream;

/** What a terminal does to the output of programs. */
final class Tty {

    private Tty() {
    }

    /** Output for programs on a terminal: all in one stream, with a carriage return before each line end; {@code output} itself without one. */
    static Output output(boolean tty, Output output) {
        return tty ? (stream, bytes, taken) -> output.write(Stream.OUT, withCarriageReturns(bytes), taken) : output;
    }

    private static byte[] withCarriageReturns(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length + 16);
        for (byte b : bytes) {
            if (b == '\n') {
                out.write('\r');
            }
            out.write(b);
        }
        return out.toByteArray();
    }
}
