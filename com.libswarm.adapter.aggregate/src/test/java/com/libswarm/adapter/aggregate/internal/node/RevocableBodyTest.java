package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import com.libswarm.conformance.BodyContract;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RevocableBodyTest extends BodyContract {

    private static final Failure DEAD = new Failure(503, "The node is dead.");

    private final Feed feed = Feed.create(1_000);
    private final RevocableBody body = new RevocableBody(feed.body());

    @Override
    protected Body body(byte[] content) {
        Feed whole = Feed.create(content.length, content.length);
        whole.offer(ByteBuffer.wrap(content));
        whole.end();
        return new RevocableBody(whole.body());
    }

    @Test
    void whoWaitsIsToldThatNoMoreWillCome() throws Exception {
        assertThat(body.read()).isSameAs(Body.NOTHING_YET);
        var called = new AtomicInteger();
        body.demand(called::incrementAndGet);
        body.revoke(DEAD);
        assertThat(called).hasValue(1);
        assertThat(feed.isCancelled()).isTrue();
        assertThatThrownBy(body::read).hasMessage("The node is dead.");
    }

    @Test
    void bytesThatAreInUseStayTheReaders() throws Exception {
        feed.offer(ByteBuffer.wrap(new byte[10]));
        assertThat(body.read().remaining()).isEqualTo(10);
        body.revoke(DEAD);
        assertThat(feed.isCancelled()).isFalse();
        assertThatThrownBy(body::read).hasMessage("The node is dead.");
        assertThat(feed.isCancelled()).isTrue();
    }
}
