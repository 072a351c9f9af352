package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Process;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A program to run in a container that runs: made, started once, and read for a while after its end. */
final class Exec {

    private final String id = Ids.random();
    private final Container container;
    private final Map<String, Object> config;
    private boolean started;
    private int pid;
    private Optional<Process> process = Optional.empty();
    private OptionalInt exitCode = OptionalInt.empty();

    /** @param config Docker's ExecConfig */
    Exec(Container container, Map<String, Object> config) {
        this.container = container;
        this.config = config;
    }

    String id() {
        return id;
    }

    Container container() {
        return container;
    }

    List<String> command() {
        return Json.strings(config, "Cmd");
    }

    List<String> environment() {
        return Json.strings(config, "Env");
    }

    boolean isTty() {
        return Json.flag(config, "Tty");
    }

    boolean attaches(String stream) {
        return Json.flag(config, "Attach" + stream);
    }

    boolean isStarted() {
        return started;
    }

    void wantStart() {
        started = true;
    }

    boolean isRunning() {
        return process.isPresent();
    }

    void running(Process running, int number) {
        process = Optional.of(running);
        pid = number;
    }

    Optional<Process> process() {
        return process;
    }

    void exited(int code) {
        process = Optional.empty();
        exitCode = OptionalInt.of(code);
    }

    /** As GET /exec/{id}/json shows it. */
    Map<String, Object> view() {
        List<String> command = command();
        var view = Json.object("ID", id, "Running", isRunning(), "ProcessConfig", Json.object("tty", isTty(),
                "entrypoint", command.get(0), "arguments", command.subList(1, command.size()), "privileged", false),
                "OpenStdin", attaches("Stdin"), "OpenStderr", attaches("Stderr"), "OpenStdout", attaches("Stdout"), "CanRemove", false,
                "ContainerID", container.id(), "DetachKeys", Json.text(config, "DetachKeys"), "Pid", isRunning() ? pid : 0);
        exitCode.ifPresent(code -> view.put("ExitCode", code));
        return view;
    }
}
