package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.adapter.simulator.internal.program.Programs;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A Docker engine in memory. All of its state is touched on one {@link Lane} only; nothing blocks, and no container has a thread.
 *
 * <p>The state is read from what the context keeps with the first message, or when the link becomes active: by then the instance
 * before answers nothing new any more.
 */
final class Engine implements Link {

    private static final String SEEDED = "seeded";
    private static final String IMAGES = "images";

    private final Context context;
    private final Lane lane;
    private final Store store;
    private final Outlets outlets;
    private final Images images;
    private final Containers containers;
    private final Volumes volumes;
    private final Lifecycle lifecycle;
    private final ContainerHandlers containerHandlers;
    private final LifecycleHandlers lifecycleHandlers;
    private final ExecHandlers execHandlers;
    private final Router router;
    private boolean loaded;

    Engine(Context context) {
        this.context = context;
        lane = new Lane(context.timer(), thrown -> context.log().log(Level.WARNING, "A task of the simulator failed.", thrown));
        store = new Store(context.kept());
        outlets = new Outlets(lane);
        var events = new Events();
        var programs = new Programs();
        images = new Images(store, events);
        containers = new Containers(store, lane);
        volumes = new Volumes(store, containers, events);
        lifecycle = new Lifecycle(lane, programs, containers, images, events);
        containerHandlers = new ContainerHandlers(containers, images, volumes, events, lifecycle);
        var routes = new Routes(context.next(), lane, this::load);
        new SystemHandlers(containers, images, volumes).routes(routes);
        new EventHandlers(lane, events, containers, outlets).routes(routes);
        containerHandlers.routes(routes);
        lifecycleHandlers = new LifecycleHandlers(containers, lifecycle, events, outlets);
        lifecycleHandlers.routes(routes);
        new StreamHandlers(lane, containers, events, outlets).routes(routes);
        execHandlers = new ExecHandlers(lane, programs, containers, lifecycle, events, outlets);
        execHandlers.routes(routes);
        new ImageHandlers(lane, images, containers, outlets).routes(routes);
        new Networks(containers).routes(routes);
        volumes.routes(routes);
        router = routes.router();
    }

    @Override
    public void send(Message message) {
        router.send(message);
    }

    @Override
    public void start() {
        store.check();
    }

    @Override
    public void active() {
        lane.run(this::load);
    }

    /** What was running goes on in the successor; the streams that are open here are carried to their end. */
    @Override
    public CompletionStage<?> drain() {
        var handedOver = new CompletableFuture<Void>();
        lane.run(() -> {
            containers.saveLogs();
            store.close();
            containers.all().forEach(lifecycle::handOver);
            handedOver.complete(null);
        });
        return handedOver;
    }

    @Override
    public void stop() {
        lane.run(() -> {
            containers.saveLogs();
            store.close();
            var why = new Failure(503, "The simulator " + context.name() + " has stopped.");
            outlets.failAll(why.status(), why.getMessage());
            lifecycleHandlers.failUnanswered(why);
            execHandlers.end();
            lifecycle.end();
        });
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        images.load();
        volumes.load();
        containers.load();
        if (store.bytes(SEEDED, IMAGES).isEmpty()) {
            images.seed();
            store.putBytes(SEEDED, IMAGES, new byte[0]);
        }
        for (Container container : containers.all()) {
            lifecycle.openStdin(container);
            lifecycle.resume(container);
        }
        context.args().forEach(this::seed);
    }

    /** A named container, once: if it has been removed or renamed since, it does not come again. */
    private void seed(String name) {
        if (store.bytes(SEEDED, "container " + name).isEmpty()) {
            store.putBytes(SEEDED, "container " + name, new byte[0]);
            if (containers.named(name).isEmpty()) {
                lifecycle.start(containerHandlers.create(name, Json.object("Image", "busybox", "Cmd", List.of("sleep", "infinity"))));
            }
        }
    }
}
