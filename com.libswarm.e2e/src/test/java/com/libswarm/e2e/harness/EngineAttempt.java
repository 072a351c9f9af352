package com.libswarm.e2e.harness;

import java.util.Optional;
import java.util.function.Supplier;

/** One engine, or why there is none. Its store closes it. */
final class EngineAttempt implements AutoCloseable {

    private final Optional<Engine> engine;
    private final String missing;
    private final Thread atExit = new Thread(this::end, "engine-end");

    /** @param start tries to start it */
    EngineAttempt(Supplier<Engine> start) {
        Optional<Engine> started = Optional.empty();
        String why = "";
        try {
            started = Optional.of(start.get());
        } catch (IllegalStateException notToBeHad) {
            why = notToBeHad.getMessage();
        }
        engine = started;
        missing = why;
        // for a run that is interrupted
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Optional<Engine> engine() {
        return engine;
    }

    String missing() {
        return missing;
    }

    private void end() {
        engine.ifPresent(Engine::close);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }
}
