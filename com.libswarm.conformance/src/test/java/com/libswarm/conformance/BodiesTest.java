package com.libswarm.conformance;

import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Tap;
import com.libswarm.api.Verb;
import com.libswarm.conformance.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;

/** The bodies of the API, and one that has passed a wire, by the contract. */
final class BodiesTest {

    /** Writes on a thread of its own, which ends with the last byte or the cancel. */
    private static Body fed(byte[] content) {
        Feed feed = Feed.create(1_000);
        CompletableFuture.runAsync(() -> {
            try (OutputStream out = feed.out()) {
                out.write(content);
            } catch (IOException cancelled) {
                // the reader wants no more
            }
        });
        return feed.body();
    }

    @Nested
    final class Chunks extends BodyContract {
        @Override
        protected Body body(byte[] content) {
            return Body.of(ByteBuffer.wrap(content));
        }
    }

    @Nested
    final class Fed extends BodyContract {
        @Override
        protected Body body(byte[] content) {
            return fed(content);
        }
    }

    @Nested
    final class Published extends BodyContract {
        @Override
        protected Body body(byte[] content) {
            return Body.of(fed(content).publisher());
        }
    }

    @Nested
    final class Tapped extends BodyContract {
        @Override
        protected Body body(byte[] content) {
            return fed(content).tap(new Tap() {
                @Override
                public void bytes(ByteBuffer view) {
                    view.position(view.limit());
                }

                @Override
                public void ended(Ending how) {
                    // not of interest
                }
            });
        }
    }

    @Nested
    final class Wired extends BodyContract {
        @Override
        protected Body body(byte[] content) {
            Body[] arrived = new Body[1];
            Wire.hop(message -> arrived[0] = message.body(), content.length).send(Message.of(Verb.File, "/a").withBody(fed(content)));
            return arrived[0];
        }
    }
}
