package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.api.Handler;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import java.util.Map;

/** Collects the handlers, each of which runs on the lane. */
final class Routes {

    private static final int LARGEST_JSON = 4 * 1024 * 1024;

    private final Lane lane;
    private final Runnable prepare;
    private Router router;

    /** A handler of requests whose body is a JSON object, or not there. */
    @FunctionalInterface
    interface JsonHandler {
        void handle(Message message, String name, Map<String, Object> body) throws Exception;
    }

    /** @param prepare run on the lane before each handler */
    Routes(Sender next, Lane lane, Runnable prepare) {
        this.router = Router.before(next);
        this.lane = lane;
        this.prepare = prepare;
    }

    Router router() {
        return router;
    }

    /** For requests that need no body: if there is one, it is cancelled. */
    void on(Verb verb, String path, Handler handler) {
        on(verb, path, "", handler);
    }

    void on(Verb verb, String path, String aspect, Handler handler) {
        stream(verb, path, aspect, (message, name) -> {
            message.body().cancel();
            handler.handle(message, name);
        });
    }

    void json(Verb verb, String path, String aspect, JsonHandler handler) {
        router = router.on(verb, path, aspect, (message, name) -> message.body().collect(LARGEST_JSON).whenComplete((bytes, broken) -> {
            if (broken != null) {
                message.reply(Message.error(broken));
            } else {
                inLane(message, () -> handler.handle(message, name, Json.parse(bytes)));
            }
        }));
    }

    /** For requests whose body the handler takes care of. */
    void stream(Verb verb, String path, String aspect, Handler handler) {
        router = router.on(verb, path, aspect, (message, name) -> inLane(message, () -> handler.handle(message, name)));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void inLane(Message message, Work work) {
        lane.run(() -> {
            try {
                prepare.run();
                work.run();
            } catch (Throwable thrown) {
                message.body().cancel();
                message.reply(Message.error(thrown));
            }
        });
    }
}
