package com.libswarm.swarmd.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameChannelTest {

    /** Gives and takes at most a few bytes at a time, as a socket may. */
    private static final class Slow implements ByteChannel {

        private final ReadableByteChannel in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Slow(byte... bytes) {
            this.in = Channels.newChannel(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            ByteBuffer few = ByteBuffer.allocate(Math.min(3, target.remaining()));
            int n = in.read(few);
            target.put(few.flip());
            return n;
        }

        @Override
        public int write(ByteBuffer source) {
            int n = Math.min(3, source.remaining());
            for (int i = 0; i < n; i++) {
                out.write(source.get());
            }
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }

    @Test
    void framesComeOutAsTheyWentIn() throws IOException {
        byte[] most = new byte[Frame.LIMIT];
        new Random(7).nextBytes(most);
        var written = new Slow();
        var channel = new FrameChannel(written);
        channel.write(Frame.of(FrameType.INPUT_END));
        channel.write(new Frame(FrameType.OUTPUT, most));
        channel.write(Frame.numbers(FrameType.RESIZE, 132, -1));

        var read = new FrameChannel(new Slow(written.out.toByteArray()));
        assertThat(read.read().orElseThrow().type()).isEqualTo(FrameType.INPUT_END);
        Frame output = read.read().orElseThrow();
        assertThat(output.type()).isEqualTo(FrameType.OUTPUT);
        assertThat(output.payload()).isEqualTo(most);
        Frame resize = read.read().orElseThrow();
        assertThat(resize.number(0)).isEqualTo(132);
        assertThat(resize.number(1)).isEqualTo(-1);
        assertThat(resize.number(2)).isZero();
        assertThat(read.read()).isEmpty();
    }

    @Test
    void whatIsNoFrameIsRefused() {
        assertThatThrownBy(() -> new FrameChannel(new Slow("GET / HTTP/1.1\r\n".getBytes())).read()).hasMessageContaining("no frame");
        assertThatThrownBy(() -> new FrameChannel(new Slow((byte) 1, (byte) 0xff, (byte) 0, (byte) 0, (byte) 0)).read())
                .hasMessageContaining("no frame");
        assertThatThrownBy(() -> new FrameChannel(new Slow((byte) 1, (byte) 0x7f, (byte) 0, (byte) 0, (byte) 0)).read())
                .hasMessageContaining("no frame");
    }

    @Test
    void aFrameThatIsCutOffIsNotTakenForAWholeOne() {
        assertThatThrownBy(() -> new FrameChannel(new Slow((byte) 1, (byte) 0)).read()).hasMessageContaining("middle");
        assertThatThrownBy(() -> new FrameChannel(new Slow((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 2)).read())
                .hasMessageContaining("middle");
        assertThatThrownBy(() -> new FrameChannel(new Slow((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 9)).read())
                .hasMessageContaining("middle");
    }

    @Test
    void aFrameHasALimit() {
        assertThatThrownBy(() -> new Frame(FrameType.INPUT, new byte[Frame.LIMIT + 1])).isInstanceOf(IllegalArgumentException.class);
    }
}
