package com.libswarm.adapter.aggregate.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TeeTest {

    private final Feed source = Feed.create(1_000);

    private static int collected(Body body) throws Exception {
        return body.collect(10_000_000).get(30, TimeUnit.SECONDS).remaining();
    }

    private int write(int atMost) {
        int taken = 0;
        while (taken < atMost && source.offer(ByteBuffer.allocate(1_000))) {
            taken += 1_000;
        }
        return taken;
    }

    @Test
    void eachReaderGetsAll() throws Exception {
        List<Body> bodies = Tee.of(source.body(), 3);
        source.offer(ByteBuffer.wrap(new byte[100]));
        source.offer(ByteBuffer.wrap(new byte[200]));
        source.end();
        for (Body body : bodies) {
            assertThat(collected(body)).isEqualTo(300);
        }
    }

    @Test
    void theSlowestSetsThePace() throws Exception {
        List<Body> bodies = Tee.of(source.body(), 2);
        var fast = bodies.get(0).collect(10_000_000);
        int taken = write(5_000_000);
        assertThat(taken).isLessThan(1_000_000);
        var slow = bodies.get(1).collect(10_000_000);
        int more = write(2_000_000);
        assertThat(more).isEqualTo(2_000_000);
        source.end();
        assertThat(fast.get(30, TimeUnit.SECONDS).remaining()).isEqualTo(taken + more);
        assertThat(slow.get(30, TimeUnit.SECONDS).remaining()).isEqualTo(taken + more);
    }

    @Test
    void whoWantsNoMoreIsLeftOut() throws Exception {
        List<Body> bodies = Tee.of(source.body(), 2);
        var other = bodies.get(1).collect(10_000_000);
        int taken = write(5_000_000);
        bodies.get(0).cancel();
        assertThat(source.isCancelled()).isFalse();
        source.end();
        assertThat(other.get(30, TimeUnit.SECONDS).remaining()).isEqualTo(taken);
    }

    @Test
    void whenNobodyWantsMoreTheWriterIsTold() {
        Tee.of(source.body(), 2).forEach(Body::cancel);
        assertThat(source.isCancelled()).isTrue();
    }

    @Test
    void whatBreaksOffBreaksOffForAll() {
        List<Body> bodies = Tee.of(source.body(), 2);
        source.offer(ByteBuffer.wrap(new byte[100]));
        source.fail(400, "The client hung up.");
        for (Body body : bodies) {
            assertThatThrownBy(() -> collected(body)).hasRootCauseInstanceOf(IOException.class).hasRootCauseMessage("The client hung up.");
        }
    }

    @Test
    void noBodyIsNoBodyForAll() {
        assertThat(Tee.of(Body.NONE, 2)).hasSize(2).allMatch(Body::isNone);
        assertThat(Tee.of(Body.text("12345"), 2)).allMatch(body -> body.length() == 5);
    }
}
