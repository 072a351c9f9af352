package com.libswarm.e2e.harness;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Something that tests share, such as an engine, or why it cannot be had. Its store closes it. */
final class Attempt<T> implements AutoCloseable {

    private final Optional<T> value;
    private final String missing;
    private final Consumer<T> end;
    private final Thread atExit = new Thread(this::end, "engine-end");

    /**
     * @param start tries to start it; an IllegalStateException tells why it is not to be had
     * @param end ends it
     */
    Attempt(Supplier<T> start, Consumer<T> end) {
        Optional<T> started = Optional.empty();
        String why = "";
        try {
            started = Optional.of(start.get());
        } catch (IllegalStateException notToBeHad) {
            why = notToBeHad.getMessage();
        }
        value = started;
        missing = why;
        this.end = end;
        // for a run that is interrupted
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    T value() {
        return value.orElseThrow();
    }

    /** Why it cannot be had; empty if it can. */
    String missing() {
        return missing;
    }

    private void end() {
        value.ifPresent(end);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }
}
