package com.libswarm.conformance;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Port;
import com.libswarm.conformance.wire.Wire;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.Swarm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A chain for a test, in a runtime of its own, that ends in a {@link LastLink}; closing it stops all.
 *
 * <pre>
 *   try (TestChain chain = TestChain.of(hop, List.of(new Upper()), "upper")) {
 *     chain.head().send(Message.log("/a", "hello"));
 *     assertThat(chain.last().lastReceived().text()).isEqualTo("HELLO");
 *   }
 * </pre>
 */
public final class TestChain implements AutoCloseable {

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5),
            Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(5), 1_000);

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final LastLink last = new LastLink();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + ": " + line), LIMITS);
    private final Hop hop;
    private final Chain chain;

    private TestChain(Hop hop, List<Adapter> adapters, List<String> specs) {
        this.hop = hop;
        Stream.concat(adapters.stream(), Stream.of(new Wire(), last)).forEach(swarm::add);
        try {
            chain = swarm.create("test", hop.between(Stream.concat(specs.stream(), Stream.of("last")).toList()));
        } catch (RuntimeException failed) {
            swarm.close();
            throw failed;
        }
    }

    /** A chain of {@code specs}, of these adapters, with {@code hop} in between. */
    public static TestChain of(Hop hop, List<? extends Adapter> adapters, String... specs) {
        return new TestChain(hop, List.copyOf(adapters), List.of(specs));
    }

    /** The way in. */
    public Port head() {
        return chain.head();
    }

    /** The end. */
    public LastLink last() {
        return last;
    }

    /** The chain itself. */
    public Chain chain() {
        return chain;
    }

    /** What the links had to say, as {@code LEVEL source: line}. */
    public List<String> journal() {
        return journal;
    }

    /** Asks at the head. */
    public Call ask(Message message) {
        return Call.ask(head(), message);
    }

    /** Asks at the head and waits for the reply, thirty seconds at most. */
    public Message reply(Message message) throws Exception {
        return ask(message).result().get(30, TimeUnit.SECONDS);
    }

    /** Replaces a link. */
    public void swap(int link, String spec) {
        chain.swap(hop.numberOf(link), spec);
    }

    @Override
    public void close() {
        swarm.close();
    }
}
