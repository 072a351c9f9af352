package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Signals;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is done to containers: start, stop, restart, kill, pause, unpause, wait. */
final class LifecycleHandlers {

    private static final long STOP_SECONDS = 10;
    private static final int NOT_MODIFIED = 304;

    private final Containers containers;
    private final Lifecycle lifecycle;
    private final Events events;
    private final Outlets outlets;
    private final Set<Message> unanswered = new LinkedHashSet<>();

    LifecycleHandlers(Containers containers, Lifecycle lifecycle, Events events, Outlets outlets) {
        this.containers = containers;
        this.lifecycle = lifecycle;
        this.events = events;
        this.outlets = outlets;
    }

    void routes(Routes routes) {
        routes.on(Verb.Start, "/containers/*", this::start);
        routes.on(Verb.Stop, "/containers/*", this::stop);
        routes.on(Verb.Set, "/containers/*", "restart", this::restart);
        routes.on(Verb.Set, "/containers/*", "kill", this::kill);
        routes.on(Verb.Set, "/containers/*", "pause", (message, name) -> {
            lifecycle.pause(containers.get(name));
            message.reply(Replies.done());
        });
        routes.on(Verb.Set, "/containers/*", "unpause", (message, name) -> {
            lifecycle.unpause(containers.get(name));
            message.reply(Replies.done());
        });
        routes.on(Verb.Watch, "/containers/*", "wait", this::await);
    }

    private void start(Message message, String name) {
        Container container = containers.get(name);
        if (container.state() == ContainerState.PAUSED) {
            throw new Failure(409, "cannot start a paused container, try unpause instead");
        }
        if (container.isRunning()) {
            message.reply(Replies.done(NOT_MODIFIED));
            return;
        }
        lifecycle.start(container);
        message.reply(Replies.done());
    }

    private void stop(Message message, String name) {
        Container container = containers.get(name);
        if (!container.isRunning() && container.state() != ContainerState.RESTARTING) {
            message.reply(Replies.done(NOT_MODIFIED));
            return;
        }
        long seconds = seconds(message, container);
        unanswered.add(message);
        lifecycle.stop(container, seconds, () -> answer(message, Replies.done()));
    }

    private void restart(Message message, String name) {
        Container container = containers.get(name);
        long seconds = seconds(message, container);
        unanswered.add(message);
        lifecycle.stop(container, seconds, () -> {
            try {
                lifecycle.start(container);
                events.container("restart", container);
                answer(message, Replies.done());
            } catch (Failure failure) {
                answer(message, Message.error(failure));
            }
        });
    }

    private void answer(Message message, Message reply) {
        unanswered.remove(message);
        message.reply(reply);
    }

    /** Answers those who still wait for a container to stop. */
    void failUnanswered(Failure failure) {
        List.copyOf(unanswered).forEach(message -> answer(message, Message.error(failure)));
    }

    private static long seconds(Message message, Container container) {
        String text = message.args().get("t");
        if (text.isEmpty()) {
            return Json.number(container.config(), "StopTimeout", STOP_SECONDS);
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new Failure(400, "The time to stop in, '" + text + "', is not a whole number of seconds.");
        }
        return Long.parseLong(text);
    }

    private void kill(Message message, String name) {
        Container container = containers.get(name);
        String signal = message.args().get("signal");
        int number = Signals.number(signal.isEmpty() ? "KILL" : signal)
                .orElseThrow(() -> new Failure(400, "Invalid signal: " + signal));
        lifecycle.kill(container, number);
        message.reply(Replies.done());
    }

    /** The reply comes at once, its body when it is so far. */
    private void await(Message message, String name) {
        Container container = containers.get(name);
        String condition = message.args().get("condition");
        if (!List.of("", "not-running", "next-exit", "removed").contains(condition)) {
            throw new Failure(400, "invalid condition: \"" + condition + "\"");
        }
        Outlet outlet = outlets.open();
        var tell = new Runnable() {
            @Override
            public void run() {
                forget();
                outlet.offer(Json.bytes(Json.object("StatusCode", container.exitCode())));
                outlet.end();
            }

            void forget() {
                container.onExit().remove(this);
                container.onRemoved().remove(this);
            }
        };
        outlet.onGone(tell::forget);
        if (condition.equals("removed")) {
            container.onRemoved().add(tell);
        } else if (condition.equals("next-exit") || container.isRunning()) {
            container.onExit().add(tell);
            container.onRemoved().add(tell);
        } else {
            tell.run();
        }
        message.reply(Replies.jsonStream(Verb.Set, outlet.body()));
    }
}
