package com.libswarm.e2e.storm;

import com.libswarm.e2e.harness.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Streams of a real engine that are open at the same time: attach, exec, logs and events, as many of each. What makes them goes to the engine
 * directly. One thread at a time.
 */
final class Streams implements AutoCloseable {

    private static final int KINDS = 4;
    private static final int RENAME_MILLIS = 50;
    private static final Pattern RENAMED = Pattern.compile("\"name\":\"[a-z0-9-]+-(\\d+)\"");

    private final Engine engine;
    private final EngineApi api;
    private final List<Endpoint> endpoints;
    private final Random random;
    private final String run = "streams-" + Long.toHexString(System.nanoTime());
    private final String talker;
    private final String renamed;
    private final Thread renamer = new Thread(this::rename, "storm-renamer");
    private final List<OpenStream> open = new ArrayList<>();
    private volatile boolean closing;
    private int opened;
    private long bytes;

    /** @param endpoints of chains that lead to the engine */
    Streams(Engine engine, List<Endpoint> endpoints, Random random) {
        this.engine = engine;
        this.endpoints = endpoints;
        this.random = random;
        this.api = new EngineApi(Endpoint.unix(engine.socket()));
        this.talker = api.createContainer(run + "-talker", "", "i=0; while :; do i=$((i+1)); echo line $i; usleep 20000; done");
        this.renamed = api.createContainer(run + "-0", "", "true");
        api.must("POST", "/containers/" + talker + "/start", "");
        renamer.start();
    }

    /** Opens so many more, of each kind in turn. */
    void open(int more) throws IOException {
        for (int i = 0; i < more; i++) {
            open.add(open());
        }
    }

    private OpenStream open() throws IOException {
        Endpoint endpoint = endpoints.get(random.nextInt(endpoints.size()));
        int kind = opened++ % KINDS;
        boolean upgrade = random.nextBoolean();
        switch (kind) {
            case 0:
                String container = api.createContainer(run + "-a" + opened, "\"OpenStdin\":true,\"StdinOnce\":true,\"AttachStdin\":true,", EchoedStream.PROGRAM);
                EchoedStream attach = EchoedStream.open("attach " + opened, endpoint,
                        "/containers/" + container + "/attach?stream=1&stdin=1&stdout=1&stderr=1", "", upgrade, random);
                api.must("POST", "/containers/" + container + "/start", "");
                return attach.run();
            case 1:
                String exec = api.create("/containers/" + talker + "/exec", "{\"AttachStdin\":true,\"AttachStdout\":true,\"AttachStderr\":true,"
                        + "\"Cmd\":[\"sh\",\"-c\",\"" + EchoedStream.PROGRAM + "\"]}");
                return EchoedStream.open("exec " + opened, endpoint, "/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":false}", upgrade, random).run();
            case 2:
                return FollowedStream.open("logs " + opened, endpoint, "/containers/" + talker + "/logs?follow=1&stdout=1&tail=1", true,
                        line -> Long.parseLong(line.replaceFirst("^line ", "")));
            default:
                return FollowedStream.open("events " + opened, endpoint,
                        "/events?filters=%7B%22event%22%3A%5B%22rename%22%5D%2C%22container%22%3A%5B%22" + renamed + "%22%5D%7D", false, Streams::renaming);
        }
    }

    private static long renaming(String event) {
        Matcher name = RENAMED.matcher(event);
        if (!name.find()) {
            throw new IllegalArgumentException("this is no event of a renaming: " + event);
        }
        return Long.parseLong(name.group(1));
    }

    private void rename() {
        try (EngineApi own = new EngineApi(Endpoint.unix(engine.socket()))) {
            for (int number = 1; !closing; number++) {
                own.must("POST", "/containers/" + renamed + "/rename?name=" + run + "-" + number, "");
                Thread.sleep(RENAME_MILLIS);
            }
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    /** Ends one of them, and looks whether it was whole. */
    void finishAny() throws IOException {
        finish(open.remove(random.nextInt(open.size())));
    }

    /** Ends all. */
    void finishAll() throws IOException {
        while (!open.isEmpty()) {
            finish(open.remove(0));
        }
    }

    private void finish(OpenStream stream) throws IOException {
        stream.finish();
        bytes += stream.bytes();
    }

    /** Fails if any of them is not as it should be by now. */
    void check() {
        open.forEach(OpenStream::check);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        renamer.join();
        for (OpenStream stream : open) {
            stream.connection().close();
        }
        api.must("DELETE", "/containers/" + talker + "?force=1", "");
        api.close();
    }

    @Override
    public String toString() {
        return opened + " streams were opened; " + bytes + " bytes came through those that have ended";
    }
}
