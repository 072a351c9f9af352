package com.libswarm.adapter.docker.internal.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class in which an exception reached the end of a pipeline, or of a thread. */
final class NoExceptions extends Handler implements BeforeAllCallback, AfterAllCallback {

    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final Logger netty = Logger.getLogger("io.netty");

    @Override
    public void beforeAll(ExtensionContext context) {
        netty.addHandler(this);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> warnings.add(thread + ": " + thrown));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        netty.removeHandler(this);
        Thread.setDefaultUncaughtExceptionHandler(null);
        assertThat(warnings).isEmpty();
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            warnings.add(entry.getMessage() + " " + entry.getThrown());
        }
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        // nothing is open
    }
}
