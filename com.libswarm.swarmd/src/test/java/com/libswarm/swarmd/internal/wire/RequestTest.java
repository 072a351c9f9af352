package com.libswarm.swarmd.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RequestTest {

    private static final Request REQUEST =
            new Request(Request.Mode.COMMAND, "send c Log /x 'ü \0 \ud83d\ude00'", "/home/ü", "xterm", 80, 24);

    @Test
    void aRequestComesOutAsItWentIn() throws IOException {
        assertThat(Request.of(REQUEST.toFrame())).isEqualTo(REQUEST);
    }

    @Test
    void everyCutIsRefused() {
        byte[] whole = REQUEST.toFrame().payload();
        for (int length = 0; length < whole.length; length++) {
            Frame cut = new Frame(FrameType.OPEN, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Request.of(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Request.of(Frame.of(FrameType.INPUT))).hasMessageContaining("OPEN");
        assertThatThrownBy(() -> Request.of(new Frame(FrameType.OPEN, new byte[] {9}))).hasMessageContaining("no mode 9");
        assertThatThrownBy(() -> Request.of(new Frame(FrameType.OPEN, new byte[] {0, 127, -1, -1, -1})))
                .hasMessageContaining("does not fit");
    }
}
