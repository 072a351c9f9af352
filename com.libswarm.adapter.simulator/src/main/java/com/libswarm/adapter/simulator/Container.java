package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Process;
import com.libswarm.adapter.simulator.internal.program.Stdin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container: what it was created with, its state, and what goes on with it now. */
final class Container {

    /** What Docker says for "never". */
    static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final String id;
    private final Instant created;
    private final String image;
    private final String imageId;
    private final Map<String, Object> config;
    private final Map<String, Object> hostConfig;
    private final ContainerLog log;
    private final Attachments attachments;
    private final List<Runnable> onExit = new ArrayList<>();
    private final List<Runnable> onRemoved = new ArrayList<>();
    private final List<String> execIds = new ArrayList<>();

    private String name;
    private ContainerState state = ContainerState.CREATED;
    private int exitCode;
    private String error = "";
    private Instant startedAt = NEVER;
    private Instant finishedAt = NEVER;
    private int restarts;
    private boolean stopWanted;
    private int pid;
    private int address;
    private Stdin stdin;
    private Optional<Process> process = Optional.empty();

    /**
     * @param image as the one who created it named it
     * @param config Docker's Config, whole
     * @param hostConfig Docker's HostConfig, whole
     */
    Container(String id, String name, Instant created, String image, String imageId, Map<String, Object> config,
            Map<String, Object> hostConfig, ContainerLog log) {
        this.id = id;
        this.name = name;
        this.created = created;
        this.image = image;
        this.imageId = imageId;
        this.config = config;
        this.hostConfig = hostConfig;
        this.log = log;
        this.attachments = new Attachments(Json.flag(config, "Tty"));
    }

    /** Its record, to be kept. */
    Map<String, Object> toRecord() {
        return Json.object("Id", id, "Name", name, "Created", created.toString(), "Image", image, "ImageID", imageId,
                "Config", config, "HostConfig", hostConfig, "Status", state.word(), "ExitCode", exitCode, "Error", error,
                "StartedAt", startedAt.toString(), "FinishedAt", finishedAt.toString(), "RestartCount", restarts,
                "StopWanted", stopWanted, "Address", address);
    }

    static Container fromRecord(Map<String, Object> record, ContainerLog log) {
        var container = new Container(Json.text(record, "Id"), Json.text(record, "Name"), Instant.parse(Json.text(record, "Created")),
                Json.text(record, "Image"), Json.text(record, "ImageID"), Json.object(record, "Config"),
                Json.object(record, "HostConfig"), log);
        container.state = ContainerState.of(Json.text(record, "Status")).orElse(ContainerState.EXITED);
        container.exitCode = (int) Json.number(record, "ExitCode", 0);
        container.error = Json.text(record, "Error");
        container.startedAt = Instant.parse(Json.text(record, "StartedAt"));
        container.finishedAt = Instant.parse(Json.text(record, "FinishedAt"));
        container.restarts = (int) Json.number(record, "RestartCount", 0);
        container.stopWanted = Json.flag(record, "StopWanted");
        container.address = (int) Json.number(record, "Address", 0);
        return container;
    }

    String id() {
        return id;
    }

    String shortId() {
        return id.substring(0, 12);
    }

    String name() {
        return name;
    }

    void rename(String other) {
        name = other;
    }

    Instant created() {
        return created;
    }

    String image() {
        return image;
    }

    String imageId() {
        return imageId;
    }

    Map<String, Object> config() {
        return config;
    }

    Map<String, Object> hostConfig() {
        return hostConfig;
    }

    Map<String, String> labels() {
        return Json.texts(config, "Labels");
    }

    boolean isTty() {
        return Json.flag(config, "Tty");
    }

    boolean isAutoRemove() {
        return Json.flag(hostConfig, "AutoRemove");
    }

    /** The program and its arguments. */
    List<String> command() {
        var command = new ArrayList<>(Json.strings(config, "Entrypoint"));
        command.addAll(Json.strings(config, "Cmd"));
        return command;
    }

    ContainerState state() {
        return state;
    }

    boolean isRunning() {
        return state == ContainerState.RUNNING || state == ContainerState.PAUSED;
    }

    /** It runs now, as this process. */
    void running(Process started, int number, int ipAddress) {
        process = Optional.of(started);
        pid = number;
        address = ipAddress;
        state = ContainerState.RUNNING;
        error = "";
        exitCode = 0;
        startedAt = Instant.now();
        stopWanted = false;
    }

    /** It goes on as this process, which another instance began. */
    void resumed(Process started, int number) {
        process = Optional.of(started);
        pid = number;
    }

    void paused(boolean now) {
        state = now ? ContainerState.PAUSED : ContainerState.RUNNING;
    }

    void exited(int code) {
        process = Optional.empty();
        pid = 0;
        address = 0;
        state = ContainerState.EXITED;
        exitCode = code;
        finishedAt = Instant.now();
    }

    void restarting() {
        state = ContainerState.RESTARTING;
        restarts++;
    }

    /** It waits for a restart no more. */
    void restartGivenUp() {
        state = ContainerState.EXITED;
    }

    void failedToStart(int code, String why) {
        exitCode = code;
        error = why;
    }

    int exitCode() {
        return exitCode;
    }

    String error() {
        return error;
    }

    Instant startedAt() {
        return startedAt;
    }

    Instant finishedAt() {
        return finishedAt;
    }

    int restarts() {
        return restarts;
    }

    /** Whether somebody asked for its end, so that no restart policy applies. */
    boolean isStopWanted() {
        return stopWanted;
    }

    void wantStop() {
        stopWanted = true;
    }

    int pid() {
        return pid;
    }

    /** The last number of its address on the bridge; 0 when it does not run. */
    int address() {
        return address;
    }

    ContainerLog log() {
        return log;
    }

    Attachments attachments() {
        return attachments;
    }

    Stdin stdin() {
        return stdin;
    }

    void stdin(Stdin next) {
        stdin = next;
    }

    Optional<Process> process() {
        return process;
    }

    List<String> execIds() {
        return execIds;
    }

    /** Run once each, after the next exit. */
    List<Runnable> onExit() {
        return onExit;
    }

    /** Run once each, after its removal. */
    List<Runnable> onRemoved() {
        return onRemoved;
    }
}
