package com.libswarm.adapter.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The numbers that outlive the link's code. */
@Timeout(60)
final class TallyTest {

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(line));

    @AfterEach
    void close() {
        swarm.close();
    }

    /** What an earlier version, or a later one, has kept. */
    @Declaration(name = "debug", summary = "is of another version")
    private static final class Other implements Adapter {

        private final int format;

        Other(int format) {
            this.format = format;
        }

        @Override
        public Link spawn(Context context) {
            return new Link() {
                @Override
                public void send(Message message) {
                    context.next().send(message);
                }

                @Override
                public void active() {
                    context.kept().convert(format, before -> before);
                    context.kept().put("messages", ByteBuffer.allocate(Long.BYTES).putLong(40).array());
                }
            };
        }
    }

    private static void ask(Chain chain) {
        assertThat(Call.ask(chain.head(), Message.of(Verb.Get, "/nothing")).result().join().status()).isEqualTo(501);
    }

    @Test
    void numbersOfEarlierInstancesAreAdded() {
        swarm.add(new Debug());
        Chain chain = swarm.create("web", List.of("debug"));
        ask(chain);
        swarm.add(new Debug());
        ask(chain);

        chain.destroy();

        await().untilAsserted(() -> assertThat(journal).contains("2 messages have passed, 2 answered with an Error."));
    }

    @Test
    void aNumberThatAnEarlierVersionHasKeptIsRead() {
        swarm.add(new Other(1));
        Chain chain = swarm.create("web", List.of("debug"));

        swarm.add(new Debug());
        ask(chain);
        ask(chain);
        chain.destroy();

        await().untilAsserted(() -> assertThat(journal).contains("42 messages have passed, 2 answered with an Error."));
    }

    @Test
    void whatALaterVersionHasKeptIsRefusedAndThatVersionGoesOn() {
        swarm.add(new Other(3));
        Chain chain = swarm.create("web", List.of("debug"));

        swarm.add(new Debug());
        ask(chain);

        assertThat(journal).anyMatch(line -> line.contains("by a newer version of the adapter 'debug', in format 3; this version reads formats up to 2"))
                .noneMatch(line -> line.contains("--->"));
    }
}
