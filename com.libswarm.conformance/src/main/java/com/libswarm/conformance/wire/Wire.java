package com.libswarm.conformance.wire;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * {@code wire}: writes all that passes out as bytes and reads them back, both ways, as a chain over two machines would. What
 * works with it in between does not lean on anything that cannot cross a socket.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "wire", summary = "turns all that passes into bytes and back",
        arguments = "[SEED]  cuts the bytes into random pieces, by this number (default: 0)",
        examples = "wire 42")
public final class Wire implements Adapter {

    @Override
    public Link spawn(Context context) {
        return new Hop(context.next(), context.log(), Long.parseLong(context.args().isEmpty() ? "0" : context.args().get(0)));
    }

    /** The hop alone, for tests that need no chain: what is sent to it comes out at {@code next}. */
    public static Link hop(Sender next, long seed) {
        return new Hop(next, System.getLogger(Wire.class.getName()), seed);
    }

    private static final class Hop implements Link {

        private final AskingEnd near;
        private final AnsweringEnd far;

        Hop(Sender next, System.Logger log, long seed) {
            var there = new Cutter(seed);
            var back = new Cutter(seed + 1);
            near = new AskingEnd(bytes -> there.cut(bytes, this::arriveFar), log);
            far = new AnsweringEnd(next, bytes -> back.cut(bytes, this::arriveNear), log);
        }

        private void arriveFar(ByteBuffer bytes) {
            far.receive(bytes);
        }

        private void arriveNear(ByteBuffer bytes) {
            near.receive(bytes);
        }

        @Override
        public void send(Message message) {
            near.send(message);
        }

        @Override
        public void stop() {
            var why = new Failure(503, "The wire was stopped.");
            near.close(why);
            far.close(why);
        }
    }

    /** Cuts bytes as a network may. One thread at a time. */
    private static final class Cutter {

        private final Random random;

        Cutter(long seed) {
            random = new Random(seed);
        }

        void cut(ByteBuffer bytes, Consumer<ByteBuffer> to) {
            while (bytes.hasRemaining()) {
                int n = Math.min(bytes.remaining(), 1 + random.nextInt(random.nextInt(4) == 0 ? 8 : 8192));
                to.accept(bytes.slice(bytes.position(), n));
                bytes.position(bytes.position() + n);
            }
        }
    }
}
