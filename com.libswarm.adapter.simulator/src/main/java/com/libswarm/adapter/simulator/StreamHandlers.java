package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.DetachKeys;
import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.adapter.simulator.internal.program.Stream;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/** What flows from and to a container: its log, its streams, its figures, and its terminal's size. */
final class StreamHandlers {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final long STATS_MILLIS = 1000;

    private final Lane lane;
    private final Containers containers;
    private final Events events;
    private final Outlets outlets;

    StreamHandlers(Lane lane, Containers containers, Events events, Outlets outlets) {
        this.lane = lane;
        this.containers = containers;
        this.events = events;
        this.outlets = outlets;
    }

    void routes(Routes routes) {
        routes.on(Verb.Watch, "/containers/*", "logs", this::logs);
        routes.stream(Verb.Attach, "/containers/*", "", this::attach);
        routes.on(Verb.Watch, "/containers/*", "stats", this::stats);
        routes.on(Verb.Set, "/containers/*", "resize", (message, name) -> {
            Container container = containers.get(name);
            checkSize(message.args());
            if (!container.isRunning()) {
                throw new Failure(409, "Container " + container.id() + " is not running");
            }
            events.container("resize", container, "height", message.args().get("h"), "width", message.args().get("w"));
            message.reply(Replies.done(200));
        });
    }

    static void checkSize(Args args) {
        for (String name : new String[] {"h", "w"}) {
            if (!args.get(name).matches("[0-9]{1,5}")) {
                throw new Failure(400, "The size " + name + "='" + args.get(name) + "' of the terminal is not a whole number.");
            }
        }
    }

    private void logs(Message message, String name) {
        Container container = containers.get(name);
        Args args = message.args();
        if (!args.flag("stdout") && !args.flag("stderr")) {
            throw new Failure(400, "Bad parameters: you must choose at least one stream");
        }
        long start = firstOfTail(container, args.get("tail"));
        var encode = encoder(container, args);
        Outlet outlet = outlets.open();
        readLog(container, outlet, encode, args.flag("follow")).start(start);
        message.reply(Replies.output(Verb.Set, outlet.body()));
    }

    /** A reader so slow that lines are dropped before it comes to them goes on with the oldest that is left. */
    private static HistoryReader<LogLine> readLog(Container container, Outlet outlet, Function<LogLine, Optional<byte[]>> encode,
            boolean follow) {
        return new HistoryReader<>(container.log().lines(), outlet, encode, () -> !follow || !container.isRunning(), Optional.empty());
    }

    private static long firstOfTail(Container container, String tail) {
        var lines = container.log().lines();
        if (tail.isEmpty() || tail.equals("all") || !tail.matches("[0-9]{1,9}")) {
            return lines.first(); // as Docker does with what is no number
        }
        return Math.max(lines.first(), lines.next() - Long.parseLong(tail));
    }

    private static Function<LogLine, Optional<byte[]>> encoder(Container container, Args args) {
        Optional<Instant> since = Times.parse("since", args.get("since"));
        Optional<Instant> until = Times.parse("until", args.get("until"));
        boolean out = args.flag("stdout");
        boolean err = args.flag("stderr");
        boolean stamps = args.flag("timestamps");
        return line -> {
            boolean wanted = (line.stream() == Stream.OUT ? out : err)
                    && (since.isEmpty() || !line.time().isBefore(since.get()))
                    && (until.isEmpty() || !line.time().isAfter(until.get()));
            return wanted ? Optional.of(Frames.frame(container.isTty(), line.stream(), stamps ? stamped(line) : line.bytes()))
                    : Optional.empty();
        };
    }

    private static byte[] stamped(LogLine line) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((STAMP.format(line.time()) + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(line.bytes());
        return bytes.toByteArray();
    }

    private void attach(Message message, String name) {
        Container container = containers.get(name);
        Args args = message.args();
        DetachKeys keys = DetachKeys.of(args.get("detachKeys"));
        if (container.state() == ContainerState.PAUSED) {
            throw new Failure(409, "Container " + container.id() + " is paused, unpause the container before attach.");
        }
        Outlet outlet = outlets.open();
        Runnable leave = () -> {
            container.attachments().remove(outlet);
            container.stdin().detach(message.body());
        };
        if (args.flag("logs")) {
            readLog(container, outlet, encoder(container, args), args.flag("stream")).start(container.log().lines().first());
        } else if (args.flag("stream")) {
            container.attachments().add(outlet, args.flag("stdout"), args.flag("stderr"));
            outlet.onGone(leave);
        } else {
            outlet.end();
        }
        if (args.flag("stream") && args.flag("stdin") && Json.flag(container.config(), "OpenStdin")) {
            container.stdin().attach(message.body(), keys, () -> {
                leave.run();
                outlet.end();
            });
        } else {
            Discarded.read(message.body(), () -> lane.run(leave));
        }
        events.container("attach", container);
        message.reply(Replies.output(Verb.Connect, outlet.body()));
    }

    private void stats(Message message, String name) {
        Container container = containers.get(name);
        boolean once = message.args().has("stream") && !message.args().flag("stream");
        Outlet outlet = outlets.open();
        boolean[] gone = {false};
        outlet.onGone(() -> gone[0] = true);
        new Object() {
            private void next() {
                if (gone[0]) {
                    return;
                }
                outlet.offer(Stats.of(container)); // to a reader who has not read the last ones, it is not given
                if (once || !containers.all().contains(container)) {
                    outlet.end();
                } else {
                    lane.after(STATS_MILLIS, this::next);
                }
            }
        }.next();
        message.reply(Replies.jsonStream(Verb.Set, outlet.body()));
    }
}
