package com.libswarm.adapter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.wire.Wire;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chain of one simulator, with a hop in front of it, and the requests that its tests make. */
final class SimulatorFixture implements Asker, AutoCloseable {

    private static final int LIMIT = 4 * 1024 * 1024;

    final Swarm swarm;
    final Chain chain;

    private SimulatorFixture(Hop hop, String spec) {
        swarm = Swarm.create((level, source, line) -> { });
        swarm.add(new Simulator());
        swarm.add(new Wire());
        chain = swarm.create("test", hop.between(List.of(spec)));
    }

    static SimulatorFixture start(Hop hop, String spec) {
        return new SimulatorFixture(hop, spec);
    }

    @Override
    public Sender head() {
        return chain.head();
    }

    @Override
    public void close() {
        swarm.close();
    }

    /** The rest of a body. */
    static byte[] bytes(Message reply) {
        ByteBuffer bytes = Asker.get(reply.body().collect(LIMIT));
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    static String text(Message reply) {
        return new String(bytes(reply), UTF_8);
    }

    static Map<String, Object> json(Message reply) {
        return Json.parse(bytes(reply));
    }

    /** The names in a list of containers. */
    List<String> names(String... args) {
        String list = "{\"list\":" + text(ask(Verb.Ls, "/containers", "", args)) + "}";
        var names = new ArrayList<String>();
        for (var container : Json.objects(Json.parse(list.getBytes(UTF_8)), "list")) {
            names.add(Json.strings(container, "Names").get(0).substring(1));
        }
        return names;
    }

    /** Creates one with this command. */
    void createWith(String name, String... command) {
        var created = create(name, new String(Json.bytes(Json.object("Image", "busybox", "Cmd", List.of(command))), UTF_8));
        if (created.status() != 201) {
            throw new AssertionError(created.toString());
        }
        created.body().cancel();
    }

    /** Creates, starts, and waits for the end. */
    int run(String name, String... command) {
        createWith(name, command);
        var wait = ask(Verb.Watch, "/containers/" + name, "wait", "condition", "next-exit");
        var started = ask(Verb.Start, "/containers/" + name, "");
        if (started.isError()) {
            throw new AssertionError(started.toString());
        }
        return (int) Json.number(json(wait), "StatusCode", -1);
    }

    /** What it wrote to its standard output, its standard error, or both, without the frames. */
    String logs(String name, String... args) {
        String[] all = args.length > 0 ? args : new String[] {"stdout", "1", "stderr", "1"};
        return unframed(bytes(ask(Verb.Watch, "/containers/" + name, "logs", all)));
    }

    Map<String, Object> state(String name) {
        return Json.object(json(ask(Verb.Get, "/containers/" + name, "")), "State");
    }

    static String unframed(byte[] frames) {
        var text = new StringBuilder();
        var buffer = ByteBuffer.wrap(frames);
        while (buffer.hasRemaining()) {
            buffer.getInt();
            byte[] piece = new byte[buffer.getInt()];
            buffer.get(piece);
            text.append(new String(piece, UTF_8));
        }
        return text.toString();
    }

    static Feed typed(String text) {
        Feed feed = Feed.create(1 << 20);
        feed.offer(ByteBuffer.wrap(text.getBytes(UTF_8)));
        return feed;
    }
}
