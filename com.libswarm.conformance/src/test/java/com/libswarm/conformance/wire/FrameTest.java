package com.libswarm.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class FrameTest {

    private static final System.Logger LOG = System.getLogger("test");

    private final FrameDecoder decoder = new FrameDecoder();
    private final List<Frame> decoded = new ArrayList<>();

    private void feed(ByteBuffer bytes) {
        decoder.forEach(bytes, decoded::add, LOG);
    }

    @RepeatedTest(20)
    void framesComeOutAsTheyWentInHoweverTheBytesAreCut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        var sent = new ArrayList<Frame>();
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            byte[] content = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(3_000)];
            random.nextBytes(content);
            Frame frame = Frame.of(Frame.Type.values()[random.nextInt(6)], random.nextLong(), ByteBuffer.wrap(content));
            sent.add(frame);
            bytes.writeBytes(frame.encode().array());
        }
        ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
        while (all.hasRemaining()) {
            int n = Math.min(all.remaining(), 1 + random.nextInt(random.nextBoolean() ? 5 : 5_000));
            feed(all.slice(all.position(), n));
            all.position(all.position() + n);
        }

        assertThat(decoded).as("seed %d", seed).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(decoded.get(i).encode()).as("seed %d, frame %d", seed, i).isEqualTo(sent.get(i).encode());
        }
    }

    @RepeatedTest(20)
    void garbageIsRefusedWithASentence() {
        long seed = System.nanoTime();
        byte[] garbage = new byte[100_000];
        new Random(seed).nextBytes(garbage);
        garbage[4] |= 64;

        assertThatThrownBy(() -> feed(ByteBuffer.wrap(garbage))).as("seed %d", seed).isInstanceOf(WireException.class)
                .hasMessageEndingWith(".");
    }

    @Test
    void aFrameThatIsTooLongIsRefusedBeforeItsBytesCome() {
        ByteBuffer prefix = ByteBuffer.allocate(Frame.PREFIX).putInt(0, Frame.MAX_CONTENT + 1).put(4, (byte) 1);

        assertThatThrownBy(() -> feed(prefix)).isInstanceOf(WireException.class).hasMessageContaining("1048577 bytes");
    }

    @Test
    void aReceiverThatThrowsLosesNoFrame() {
        ByteBuffer two = ByteBuffer.allocate(2 * Frame.PREFIX).put(Frame.cancel(1).encode()).put(Frame.cancel(2).encode()).flip();
        Logger silent = Logger.getLogger("silent");
        silent.setLevel(Level.OFF);
        decoder.forEach(two, frame -> {
            decoded.add(frame);
            throw new IllegalStateException("Thrown on purpose.");
        }, System.getLogger(silent.getName()));

        assertThat(decoded).extracting(Frame::id).containsExactly(1L, 2L);
    }

    @Test
    void failTellsStatusAndSentence() {
        Failure failure = Frame.fail(1, new Failure(409, "In the way: é.")).failure();

        assertThat(failure.status()).isEqualTo(409);
        assertThat(failure).hasMessage("In the way: é.");
    }

    @Test
    void aHeadComesOutAsItWentIn() {
        Message message = Message.of(Verb.Set, "/images/a/b é\ud83d\ude00").withAspect("kill")
                .withArgs(Args.query("a=%7b1&&b&a=2").withWords("one", "", "two\nlines"))
                .withHead(Head.of("X-A", "1", "x-a", "2", "Status", "204")).withBody(Body.text("12345"));

        HeadContent head = HeadContent.decode(HeadContent.encode(message));

        assertThat(head.message().verb()).isEqualTo(message.verb());
        assertThat(head.message().path()).isEqualTo(message.path());
        assertThat(head.message().aspect()).isEqualTo(message.aspect());
        assertThat(head.message().args()).isEqualTo(message.args());
        assertThat(head.message().args().query()).isEqualTo(message.args().query());
        assertThat(head.message().head()).isEqualTo(message.head());
        assertThat(head.hasBody()).isTrue();
        assertThat(head.bodyLength()).isEqualTo(5);
        assertThat(head.wantsReply()).isFalse();
    }

    @Test
    void aHeadThatIsCutOrDamagedIsRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = HeadContent.encode(Message.of(Verb.Get, "/a").withHead(Head.of("a", "b"))).array();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThatThrownBy(() -> HeadContent.decode(cut)).isInstanceOf(WireException.class);
        }
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                HeadContent.decode(ByteBuffer.wrap(damaged));
            } catch (WireException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageEndingWith(".");
            }
        }
    }
}
