package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Three real engines, as the nodes of an aggregate: {@code east} on a unix socket, {@code west} on TCP, {@code north} on TCP with TLS.
 * They have labels {@code zone=} and {@code disk=}. Whoever uses them changes only what is his own, or holds
 * {@link #LOCK}.
 */
public final class ThreeEngines implements AutoCloseable {

    /** Of tests that use them: to be read by all, and written by those that change what is another's, such as a prune. */
    public static final String LOCK = "three engines";

    private final Engine east;
    private final Engine west;
    private final Engine north;

    private ThreeEngines(Engine east, Engine west, Engine north) {
        this.east = east;
        this.west = west;
        this.north = north;
    }

    /** @throws IllegalStateException if they cannot be had here; the message says why */
    static ThreeEngines start() {
        List<CompletableFuture<Engine>> starting = Stream.<Supplier<Engine>>of(() -> Engine.start(false, "zone=a disk=ssd"),
                () -> Engine.start(false, "zone=b disk=ssd"), () -> Engine.start(true, "zone=b disk=hdd")).map(CompletableFuture::supplyAsync).toList();
        try {
            var engines = new ThreeEngines(starting.get(0).join(), starting.get(1).join(), starting.get(2).join());
            engines.haveTheSameImages();
            return engines;
        } catch (CompletionException failed) {
            starting.forEach(each -> each.handle((engine, thrown) -> engine).thenAccept(engine -> {
                if (engine != null) {
                    engine.close();
                }
            }).join());
            throw new IllegalStateException(failed.getCause().getMessage(), failed);
        }
    }

    /** As engines have them that pulled them; each has made its own so far. */
    private void haveTheSameImages() {
        String save = "docker save alpine:latest busybox:1 busybox:latest | ";
        for (Engine engine : List.of(west, north)) {
            Outcome loaded = Docker.at(east.unix()).script(save + "DOCKER_HOST=" + engine.unix() + " docker load && DOCKER_HOST=" + engine.unix()
                    + " docker image prune -f", "");
            assertThat(loaded.status()).as(loaded.toString()).isZero();
        }
    }

    public Engine east() {
        return east;
    }

    public Engine west() {
        return west;
    }

    public Engine north() {
        return north;
    }

    public List<Engine> all() {
        return List.of(east, west, north);
    }

    /** As arguments of {@code aggregate} name them. */
    public String nodes() {
        return east.node("east") + " " + west.nodeOnTcp("west") + " " + north.nodeOnTcp("north");
    }

    @Override
    public void close() {
        all().forEach(Engine::close);
    }
}
