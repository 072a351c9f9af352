package com.libswarm.runtime.internal.chain;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.function.BiConsumer;

/** A link's logger: its lines go to the runtime's journal. */
final class LinkLogger implements System.Logger {

    private final String name;
    private final BiConsumer<Level, String> journal;

    LinkLogger(String name, BiConsumer<Level, String> journal) {
        this.name = name;
        this.journal = journal;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String line, Throwable thrown) {
        if (isLoggable(level)) {
            journal.accept(level, String.valueOf(line));
            if (thrown != null) {
                journal.accept(Level.DEBUG, StackTrace.of(thrown));
            }
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        if (isLoggable(level)) {
            journal.accept(level, parameters == null || parameters.length == 0 ? format : MessageFormat.format(format, parameters));
        }
    }
}
