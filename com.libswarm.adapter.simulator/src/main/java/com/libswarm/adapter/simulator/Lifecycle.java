package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Environment;
import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.adapter.simulator.internal.program.Output;
import com.libswarm.adapter.simulator.internal.program.Process;
import com.libswarm.adapter.simulator.internal.program.Program;
import com.libswarm.adapter.simulator.internal.program.Programs;
import com.libswarm.adapter.simulator.internal.program.Signals;
import com.libswarm.adapter.simulator.internal.program.Stdin;
import com.libswarm.api.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What becomes of a container: started, signalled, stopped, paused, ended, restarted, removed. */
final class Lifecycle {

    private static final int FIRST_PID = 1000;
    private static final long RESTART_MILLIS = 100;
    private static final int SLOWEST_RESTART = 9;
    private static final int KILLED = 128 + Signals.KILL;

    private final Lane lane;
    private final Programs programs;
    private final Containers containers;
    private final Images images;
    private final Events events;
    private int lastPid = FIRST_PID;

    Lifecycle(Lane lane, Programs programs, Containers containers, Images images, Events events) {
        this.lane = lane;
        this.programs = programs;
        this.containers = containers;
        this.images = images;
        this.events = events;
    }

    /**
     * Starts a container that does not run.
     *
     * @throws Failure 400 if its program is not known
     */
    void start(Container container) {
        List<String> command = container.command();
        Environment environment = environment(container, container.isTty(), List.of());
        Program program = program(container, command, environment);
        var process = new Process(lane, container.stdin(), output(container), code -> exited(container, code));
        container.running(process, nextPid(), freeAddress());
        containers.save(container);
        events.container("start", container);
        process.start(program, command, environment);
    }

    int nextPid() {
        return ++lastPid;
    }

    private Program program(Container container, List<String> command, Environment environment) {
        Optional<Program> program = command.isEmpty() ? Optional.empty() : programs.find(command.get(0), environment);
        return program.orElseThrow(() -> {
            String why = notFound(command.isEmpty() ? "" : command.get(0));
            container.failedToStart(127, why);
            container.attachments().end();
            closeStdin(container);
            containers.save(container);
            if (container.isAutoRemove()) {
                remove(container);
            }
            return new Failure(400, "failed to create task for container: " + why);
        });
    }

    /** As runc says it: docker makes the exit code 127 of it. */
    static String notFound(String program) {
        return "unable to start container process: exec: \"" + program + "\": executable file not found in $PATH: unknown";
    }

    /** @param more settings after the container's own */
    Environment environment(Container container, boolean tty, List<String> more) {
        var settings = new ArrayList<>(Json.strings(container.config(), "Env"));
        settings.addAll(more);
        String service = images.find(container.imageId()).map(Image::service).orElse("");
        return new Environment(settings, Json.text(container.config(), "Hostname"), service, tty);
    }

    private Output output(Container container) {
        return Tty.output(container.isTty(), (stream, bytes, taken) -> {
            container.log().append(stream, bytes);
            containers.logged(container);
            container.attachments().write(stream, bytes, taken);
        });
    }

    /** A container that has not run yet, or will run again, gets a fresh standard input. */
    void openStdin(Container container) {
        boolean once = Json.flag(container.config(), "StdinOnce");
        if (!Json.flag(container.config(), "OpenStdin")) {
            container.stdin(container.isTty() ? Stdin.open(lane, false) : Stdin.empty(lane));
        } else if (container.isTty()) {
            container.stdin(Stdin.terminal(lane, once, output(container),
                    number -> container.process().ifPresent(process -> process.signal(number))));
        } else {
            container.stdin(Stdin.open(lane, once));
        }
    }

    private void closeStdin(Container container) {
        Stdin used = container.stdin();
        openStdin(container);
        used.close();
    }

    /** Goes on with a container that ran in the instance before: if all it did was wait, it still does; else it counts as killed. */
    void resume(Container container) {
        if (container.state() == ContainerState.RESTARTING) {
            scheduleRestart(container);
        }
        if (!container.isRunning()) {
            return;
        }
        OptionalLong whole = idleMillis(container);
        if (whole.isEmpty()) {
            exited(container, KILLED);
            return;
        }
        long passed = Duration.between(container.startedAt(), Instant.now()).toMillis();
        long left = whole.getAsLong() == Long.MAX_VALUE ? Long.MAX_VALUE : whole.getAsLong() - passed;
        var process = new Process(lane, container.stdin(), output(container), code -> exited(container, code));
        container.resumed(process, nextPid());
        process.start(Programs.sleeping(left), container.command(), environment(container, container.isTty(), List.of()));
        if (container.state() == ContainerState.PAUSED) {
            process.pause();
        }
    }

    /** Leaves to the next instance what it goes on with. */
    void handOver(Container container) {
        if (idleMillis(container).isPresent()) {
            container.process().ifPresent(Process::abandon);
        }
    }

    private OptionalLong idleMillis(Container container) {
        return programs.idleMillis(container.command(), environment(container, container.isTty(), List.of()));
    }

    /** @throws Failure 409 if it does not run */
    void kill(Container container, int signal) {
        if (!container.isRunning()) {
            throw new Failure(409, "Cannot kill container: " + container.name() + ": Container " + container.id() + " is not running");
        }
        if (signal == Signals.KILL || signal == Signals.TERM) {
            container.wantStop();
        }
        signal(container, signal);
    }

    private void signal(Container container, int number) {
        events.container("kill", container, "signal", Integer.toString(number));
        container.process().ifPresent(process -> process.signal(number));
    }

    /**
     * Stops a container that runs: by its stop signal, and if that does not end it in time, by KILL.
     *
     * @param seconds how long it may take; negative for as long as it likes
     */
    void stop(Container container, long seconds, Runnable then) {
        container.wantStop();
        if (container.state() == ContainerState.RESTARTING) {
            container.restartGivenUp();
            containers.save(container);
        }
        if (!container.isRunning()) {
            then.run();
            return;
        }
        String name = Json.text(container.config(), "StopSignal");
        Instant startedAt = container.startedAt();
        Optional<Future<?>> impatience = seconds < 0 ? Optional.empty()
                : lane.after(seconds * 1000, () -> killIfSame(container, startedAt));
        container.onExit().add(() -> {
            impatience.ifPresent(timer -> timer.cancel(false));
            events.container("stop", container);
            then.run();
        });
        signal(container, Signals.number(name).orElse(Signals.TERM));
    }

    private void killIfSame(Container container, Instant startedAt) {
        if (container.isRunning() && container.startedAt().equals(startedAt)) {
            signal(container, Signals.KILL);
        }
    }

    void pause(Container container) {
        if (container.state() != ContainerState.RUNNING) {
            throw new Failure(409, "Container " + container.id() + (container.isRunning() ? " is already paused" : " is not running"));
        }
        container.process().ifPresent(Process::pause);
        container.paused(true);
        containers.save(container);
        events.container("pause", container);
    }

    void unpause(Container container) {
        if (container.state() != ContainerState.PAUSED) {
            throw new Failure(500, "Container " + container.id() + " is not paused");
        }
        container.paused(false);
        containers.save(container);
        events.container("unpause", container);
        container.process().ifPresent(Process::resume);
    }

    private void exited(Container container, int code) {
        container.exited(code);
        container.log().end();
        containers.logged(container);
        container.attachments().end();
        closeStdin(container);
        events.container("die", container, "exitCode", Integer.toString(code));
        boolean again = isRestartWanted(container);
        if (again) {
            container.restarting();
        }
        containers.save(container);
        runAll(container.onExit());
        if (again) {
            scheduleRestart(container);
        } else if (container.isAutoRemove()) {
            remove(container);
        }
    }

    private static boolean isRestartWanted(Container container) {
        var policy = Json.object(container.hostConfig(), "RestartPolicy");
        long most = Json.number(policy, "MaximumRetryCount", 0);
        return !container.isStopWanted() && switch (Json.text(policy, "Name")) {
            case "always", "unless-stopped" -> true;
            case "on-failure" -> container.exitCode() != 0 && (most == 0 || container.restarts() < most);
            default -> false;
        };
    }

    private void scheduleRestart(Container container) {
        lane.after(RESTART_MILLIS << Math.min(container.restarts(), SLOWEST_RESTART), () -> {
            if (container.state() == ContainerState.RESTARTING) {
                start(container);
            }
        });
    }

    /** Ends it, if it runs, and takes it away. */
    void remove(Container container) {
        if (container.isRunning()) {
            container.wantStop();
            signal(container, Signals.KILL);
            if (container.isAutoRemove()) {
                return; // its end has removed it
            }
        }
        container.restartGivenUp();
        container.attachments().end();
        container.stdin().close();
        containers.remove(container);
        events.container("destroy", container);
        runAll(container.onRemoved());
    }

    /** Ends all that runs here, and says nothing of it in the containers' records. */
    void end() {
        for (Container container : containers.all()) {
            container.process().ifPresent(Process::abandon);
            container.stdin().close();
        }
    }

    private static void runAll(List<Runnable> actions) {
        var all = List.copyOf(actions);
        actions.clear();
        all.forEach(Runnable::run);
    }

    private int freeAddress() {
        List<Integer> taken = containers.all().stream().map(Container::address).toList();
        return IntStream.rangeClosed(2, 65_000).filter(number -> !taken.contains(number)).findFirst().orElse(0);
    }
}
