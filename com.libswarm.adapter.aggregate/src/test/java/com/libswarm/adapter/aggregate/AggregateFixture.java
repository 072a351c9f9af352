package com.libswarm.adapter.aggregate;

import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.simulator.Simulator;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.wire.Wire;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chain that is one aggregate, whose nodes are simulators behind {@link Gate}s, and the requests that its tests make. */
final class AggregateFixture implements Asker, AutoCloseable {

    private static final int LIMIT = 16 * 1024 * 1024;
    /** On a busy machine even a simulator takes its time: only tests of what is dead have a short limit. */
    private static final String PATIENT = "--timeout 30 ";

    final List<String> journal = new CopyOnWriteArrayList<>();
    final Gates gates;
    final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + ": " + line));
    final Chain chain;

    private AggregateFixture(Hop hop, Gates gates, String spec) {
        this.gates = gates;
        swarm.add(new Simulator());
        swarm.add(new Aggregate());
        swarm.add(new Wire());
        swarm.add(gates);
        chain = swarm.create("test", hop.between(List.of(spec)));
    }

    /** @param nodes such as {@code east=gate east web db}: a simulator with these containers behind the gate of that name */
    static AggregateFixture of(Hop hop, String... nodes) {
        return new AggregateFixture(hop, new Gates(), "aggregate " + PATIENT + "'" + String.join("' '", nodes) + "'");
    }

    /** One that finds after four seconds that a node is frozen; all its nodes are healthy. */
    static AggregateFixture impatient(String... nodes) {
        var fixture = new AggregateFixture(Hop.PLAIN, new Gates(), "aggregate --timeout 4 '" + String.join("' '", nodes) + "'");
        // the first requests load classes, which may take longer
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.list("/aggregate/nodes").stream()
                .allMatch(node -> node.get("State").equals("healthy")));
        return fixture;
    }

    /** One with these options. */
    static AggregateFixture with(String options, String... nodes) {
        return new AggregateFixture(Hop.PLAIN, new Gates(), "aggregate " + options + (nodes.length == 0 ? "" : " '" + String.join("' '", nodes) + "'"));
    }

    /**
     * One with gates that have been prepared.
     *
     * @param options of the aggregate, such as {@code --strategy binpack}
     */
    static AggregateFixture with(Gates gates, String options, String... nodes) {
        String patient = options.contains("--timeout") ? "" : PATIENT;
        return new AggregateFixture(Hop.PLAIN, gates, "aggregate " + patient + options + " '" + String.join("' '", nodes) + "'");
    }

    static AggregateFixture of(String... nodes) {
        return of(Hop.PLAIN, nodes);
    }

    @Override
    public Sender head() {
        return chain.head();
    }

    @Override
    public void close() {
        swarm.close();
    }

    static String text(Message reply) {
        if (reply.isError()) {
            throw new AssertionError(reply.toString());
        }
        ByteBuffer bytes = Asker.get(reply.body().collect(LIMIT));
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    static Map<String, Object> json(Message reply) {
        return Json.parse(text(reply), 500);
    }

    /** The objects in a list. */
    List<Map<String, Object>> list(String path, String... args) {
        return Json.objects(Json.parse("{\"list\":" + text(ask(Verb.Ls, path, "", args)) + "}", 500), "list");
    }

    /** The names of containers, as they are listed. */
    List<String> names(String... args) {
        var names = new ArrayList<String>();
        list("/containers", args).forEach(container -> names.add(Json.texts(container, "Names").get(0).substring(1)));
        return names;
    }
}
