package com.libswarm.runtime;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the lines that links have for the operator: what {@code debug} prints, Log and Error messages that left the last link,
 * warnings. As OSGi services, all journals get every line; where there is none, lines go to the platform's {@link System.Logger}.
 */
@ConsumerType
@FunctionalInterface
public interface Journal {

    /**
     * Takes one line. Any thread, in order for each thread; must not block for long.
     *
     * @param source who says it: {@code web/2 debug} for a link, {@code web} for a chain
     * @param line without a line end and without secrets; at DEBUG it may be a stack trace of several lines
     */
    void line(System.Logger.Level level, String source, String line);
}
