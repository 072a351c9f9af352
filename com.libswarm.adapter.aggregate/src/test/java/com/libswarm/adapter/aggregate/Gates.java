package com.libswarm.adapter.aggregate;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Client;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Listing;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code gate NAME CONTAINER...}: a simulator that a test can cut off, or freeze. */
@Declaration(name = "gate", summary = "lets messages through to a simulator, or not", arguments = {"NAME  of the gate",
        "[CONTAINER...]  of the simulator, or the address that it is to seem to have"})
public final class Gates implements Adapter {

    /** What becomes of what is sent to the simulator. */
    enum State { OPEN, DEAD, FROZEN, SLOW, FAILING, REFUSING, UNWILLING, LOSING }

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, Integer> passed = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Integer>> asked = new ConcurrentHashMap<>();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final Map<String, List<Feed>> streams = new ConcurrentHashMap<>();
    private final Map<String, Child> simulators = new ConcurrentHashMap<>();

    /** The engine has a label, {@code KEY=VALUE}. */
    void label(String name, String label) {
        labels.put(name, label);
    }

    void set(String name, State state) {
        states.put(name, state);
    }

    /** A slow gate lets through what it has held back. */
    void release() {
        for (Runnable next = held.poll(); next != null; next = held.poll()) {
            next.run();
        }
    }

    int held() {
        return held.size();
    }

    /** How many messages have come to a gate. */
    int passed(String name) {
        return passed.getOrDefault(name, 0);
    }

    /** Whether a request for this has come to a gate. */
    boolean wasAsked(String name, Verb verb, String path) {
        return timesAsked(name, verb, path) > 0;
    }

    int timesAsked(String name, Verb verb, String path) {
        return asked.getOrDefault(name, Map.of()).getOrDefault(verb + " " + path, 0);
    }

    /** Asks the engine itself, past the gate. */
    void ask(String name, Message message) {
        reply(name, message).body().cancel();
    }

    /** The same; gives what it replies. */
    Message reply(String name, Message message) {
        Message reply = Call.ask(simulators.get(name), message).result().join();
        if (reply.isError()) {
            throw new AssertionError(reply.toString());
        }
        return reply;
    }

    /** The same of what it refuses. */
    Message refusal(String name, Message message) {
        return Call.ask(simulators.get(name), message).result().join();
    }

    /** The names of the containers of the engine itself. */
    List<String> names(String name) {
        return names(name, Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1")));
    }

    /** The names that the engine itself lists. */
    List<String> names(String name, Message list) {
        return Client.of(simulators.get(name)).ask(list).thenCompose(Listing::names).join();
    }

    /** Breaks off all answers that a gate lets through at present. */
    void cut(String name) {
        List<Feed> open = Optional.ofNullable(streams.remove(name)).orElse(List.of());
        open.forEach(feed -> feed.fail(502, "The connection to " + name + " was cut."));
    }

    /** An answer that {@link #cut} can break off. */
    private Message cuttable(String name, Message reply) {
        Feed feed = Feed.create(1 << 20);
        streams.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>()).add(feed);
        feed.onCancel(reply.body()::cancel);
        copy(reply.body(), feed);
        return reply.withBody(feed.body());
    }

    private static void copy(Body from, Feed to) {
        try {
            for (ByteBuffer bytes = from.read(); bytes != Body.NOTHING_YET; bytes = from.read()) {
                if (bytes == Body.END) {
                    to.end();
                    return;
                }
                to.offer(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
            }
            from.demand(() -> copy(from, to));
        } catch (IOException broken) {
            to.fail(502, broken.getMessage());
        }
    }

    private static void info(Child simulator, Message message, String label) {
        Call.ask(simulator, Message.of(Verb.Get, "/info")).result().thenCompose(reply -> reply.body().collect(1 << 20)).thenAccept(bytes ->
                message.reply(Message.value().withBody(Body.text(StandardCharsets.UTF_8.decode(bytes).toString()
                        .replaceFirst("\"Labels\":\\[\\]", "\"Labels\":[\"" + label + "\"]")))));
    }

    @Override
    public Link spawn(Context context) {
        String name = context.args().get(0);
        List<String> containers = context.args().stream().skip(1).filter(each -> !each.contains("://")).toList();
        Child simulator = context.spawn("simulator", "simulator " + String.join(" ", containers));
        simulators.put(name, simulator);
        return message -> {
            passed.merge(name, 1, Integer::sum);
            asked.computeIfAbsent(name, first -> new ConcurrentHashMap<>()).merge(message.verb() + " " + message.path(), 1, Integer::sum);
            switch (states.getOrDefault(name, State.OPEN)) {
                case OPEN -> {
                    if (labels.containsKey(name) && message.path().equals("/info")) {
                        info(simulator, message, labels.get(name));
                        return;
                    }
                    simulator.send(message.path().equals("/events") ? message.onReply(reply -> cuttable(name, reply)) : message);
                }
                case DEAD -> {
                    message.body().cancel();
                    message.reply(Message.error(502, "Connection refused by " + name));
                }
                case SLOW -> {
                    if (message.path().equals("/_ping")) {
                        simulator.send(message);
                    } else {
                        held.add(() -> simulator.send(message));
                    }
                }
                case FAILING -> {
                    if (message.verb() == Verb.Spawn) {
                        message.body().cancel();
                        message.reply(Message.error(500, "The disk of " + name + " is full."));
                    } else {
                        simulator.send(message);
                    }
                }
                case REFUSING -> {
                    if (message.verb() == Verb.Start) {
                        message.reply(Message.error(500, "No more programs can run on " + name + "."));
                    } else {
                        simulator.send(message);
                    }
                }
                case UNWILLING -> {
                    // what clients ask that say which version they speak, and what is on its disk
                    if (message.head().has(Head.API_VERSION) || message.path().equals("/system/df")) {
                        message.body().cancel();
                        message.reply(Message.error(message.path().equals("/system/df") ? 500 : 400, "That is not told."));
                    } else {
                        simulator.send(message);
                    }
                }
                case LOSING -> {
                    // the engine makes it, and dies before it can say so
                    if (message.verb() == Verb.Spawn) {
                        states.put(name, State.DEAD);
                        simulator.send(message.onReply(made -> Message.error(502, "The connection to " + name + " was lost.")));
                    } else {
                        simulator.send(message);
                    }
                }
                default -> message.ret().onCancel(() -> message.reply(Message.error(499, "It was cancelled.")));
            }
        };
    }
}
