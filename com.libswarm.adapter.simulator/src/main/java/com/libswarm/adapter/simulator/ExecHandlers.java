package com.libswarm.adapter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.libswarm.adapter.simulator.internal.program.DetachKeys;
import com.libswarm.adapter.simulator.internal.program.Environment;
import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.adapter.simulator.internal.program.Output;
import com.libswarm.adapter.simulator.internal.program.Process;
import com.libswarm.adapter.simulator.internal.program.Program;
import com.libswarm.adapter.simulator.internal.program.Programs;
import com.libswarm.adapter.simulator.internal.program.Signals;
import com.libswarm.adapter.simulator.internal.program.Stdin;
import com.libswarm.adapter.simulator.internal.program.Stream;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs run in containers that run already (Docker API, /containers/{id}/exec and /exec/{id}). */
final class ExecHandlers {

    private static final long FORGOTTEN_AFTER_MILLIS = 300_000;
    private static final int NOT_FOUND = 127;

    private final Lane lane;
    private final Programs programs;
    private final Containers containers;
    private final Lifecycle lifecycle;
    private final Events events;
    private final Outlets outlets;
    private final Map<String, Exec> byId = new LinkedHashMap<>();

    ExecHandlers(Lane lane, Programs programs, Containers containers, Lifecycle lifecycle, Events events, Outlets outlets) {
        this.lane = lane;
        this.programs = programs;
        this.containers = containers;
        this.lifecycle = lifecycle;
        this.events = events;
        this.outlets = outlets;
    }

    void routes(Routes routes) {
        routes.json(Verb.Spawn, "/containers/*", "exec", this::create);
        routes.on(Verb.Get, "/exec/*", (message, id) -> message.reply(Replies.json(get(id).view())));
        routes.on(Verb.Set, "/exec/*", "resize", (message, id) -> {
            Exec exec = get(id);
            StreamHandlers.checkSize(message.args());
            if (!exec.isRunning()) {
                throw new Failure(409, "Exec " + exec.id() + " is not running");
            }
            message.reply(Replies.done(200));
        });
        routes.stream(Verb.Attach, "/exec/*", "", (message, id) -> LeadingJson.read(message,
                (body, rest) -> lane.run(() -> answering(message, () -> start(message, get(id), body, rest))),
                broken -> message.reply(Message.error(broken))));
    }

    private static void answering(Message message, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException thrown) {
            message.body().cancel();
            message.reply(Message.error(thrown));
        }
    }

    private Exec get(String id) {
        return Optional.ofNullable(byId.get(id)).orElseThrow(() -> new Failure(404, "No such exec instance: " + id));
    }

    private void create(Message message, String name, Map<String, Object> body) {
        Container container = containers.get(name);
        checkRunning(container);
        Exec exec = new Exec(container, body);
        if (exec.command().isEmpty()) {
            throw new Failure(400, "No exec command specified");
        }
        exec.environment();
        exec.view();
        byId.put(exec.id(), exec);
        container.onRemoved().add(() -> byId.remove(exec.id()));
        container.execIds().add(exec.id());
        events.container("exec_create: " + String.join(" ", exec.command()), container, "execID", exec.id());
        message.reply(Replies.created(Json.object("Id", exec.id())));
    }

    private static void checkRunning(Container container) {
        if (container.state() == ContainerState.PAUSED) {
            throw new Failure(409, "Container " + container.name() + " is paused, unpause the container before exec");
        }
        if (!container.isRunning()) {
            throw new Failure(409, "Container " + container.id() + " is not running");
        }
    }

    private void start(Message message, Exec exec, Map<String, Object> body, Body input) {
        checkRunning(exec.container());
        if (exec.isStarted()) {
            throw new Failure(409, "Error: Exec command " + exec.id() + " has already run");
        }
        boolean detached = Json.flag(body, "Detach");
        Environment environment = lifecycle.environment(exec.container(), exec.isTty(), exec.environment());
        Optional<Program> program = programs.find(exec.command().get(0), environment);
        exec.wantStart();
        if (program.isEmpty() && detached) {
            exec.exited(NOT_FOUND);
            throw new Failure(400, "OCI runtime exec failed: " + Lifecycle.notFound(exec.command().get(0)));
        }
        var attachments = new Attachments(exec.isTty());
        Output output = Tty.output(exec.isTty(), attachments::write);
        Stdin stdin = stdin(exec, output, !detached && exec.attaches("Stdin"));
        if (detached) {
            input.cancel();
            message.reply(Replies.done(200));
        } else {
            attach(message, exec, input, attachments, stdin);
        }
        if (program.isEmpty()) {
            byte[] why = ("OCI runtime exec failed: " + Lifecycle.notFound(exec.command().get(0)) + "\r\n").getBytes(UTF_8);
            exec.exited(NOT_FOUND);
            attachments.write(Stream.OUT, why, attachments::end);
            stdin.close();
        } else {
            run(exec, program.get(), environment, stdin, output, attachments);
        }
    }

    private Stdin stdin(Exec exec, Output output, boolean attached) {
        if (!attached) {
            return Stdin.empty(lane);
        }
        return exec.isTty() ? Stdin.terminal(lane, true, output, number -> exec.process().ifPresent(process -> process.signal(number)))
                : Stdin.open(lane, true);
    }

    private void attach(Message message, Exec exec, Body input, Attachments attachments, Stdin stdin) {
        Outlet outlet = outlets.open();
        attachments.add(outlet, exec.attaches("Stdout"), exec.attaches("Stderr"));
        outlet.onGone(() -> {
            attachments.remove(outlet);
            stdin.detach(input);
        });
        if (exec.attaches("Stdin")) {
            stdin.attach(input, DetachKeys.of(Json.text(exec.view(), "DetachKeys")), () -> {
                attachments.remove(outlet);
                outlet.end();
            });
        } else {
            Discarded.read(input, () -> lane.run(() -> attachments.remove(outlet)));
        }
        message.reply(Replies.output(Verb.Connect, outlet.body()));
    }

    private void run(Exec exec, Program program, Environment environment, Stdin stdin, Output output, Attachments attachments) {
        Container container = exec.container();
        Runnable endWithContainer = () -> exec.process().ifPresent(process -> process.signal(Signals.KILL));
        var process = new Process(lane, stdin, output, code -> {
            exec.exited(code);
            container.onExit().remove(endWithContainer);
            attachments.end();
            stdin.close();
            events.container("exec_die", container, "execID", exec.id(), "exitCode", Integer.toString(code));
            lane.after(FORGOTTEN_AFTER_MILLIS, () -> forget(exec));
        });
        exec.running(process, lifecycle.nextPid());
        container.onExit().add(endWithContainer);
        events.container("exec_start: " + String.join(" ", exec.command()), container, "execID", exec.id());
        process.start(program, exec.command(), environment);
    }

    private void forget(Exec exec) {
        byId.remove(exec.id());
        exec.container().execIds().remove(exec.id());
    }

    /** Ends all that run. */
    void end() {
        List.copyOf(byId.values()).forEach(exec -> exec.process().ifPresent(process -> process.signal(Signals.KILL)));
    }
}
