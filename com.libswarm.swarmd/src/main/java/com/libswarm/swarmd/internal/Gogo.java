package com.libswarm.swarmd.internal;

import com.libswarm.api.Failure;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Converters;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/**
 * The Gogo shell's bundles, started when the first shell is wanted. Gogo's jline bundle is used but not started: its activator
 * opens a shell on this process's terminal and takes its signals.
 */
final class Gogo {

    private static final List<String> STARTED = List.of("org.apache.felix.gogo.runtime", "org.apache.felix.gogo.command");
    private static final String JLINE = "org.apache.felix.gogo.jline";

    private static final String[] BUILTIN = {"complete", "format", "history", "jobs", "new", "set", "setopt", "tac", "type", "unsetopt",
        "__directories", "__files"};
    private static final String[] PROCEDURAL = {"each", "if", "not", "throw", "try", "until", "while", "break", "continue"};
    private static final String[] POSIX = {"cat", "cd", "clear", "date", "echo", "grep", "head", "less", "ls", "pwd", "sleep", "sort",
        "tail", "watch", "wc"};

    private final CommandProcessor processor;

    Gogo(CommandProcessor processor) {
        this.processor = processor;
    }

    /** Call it once. What it starts and registers ends with its bundle or with {@code context}. */
    static Gogo start(BundleContext context) {
        for (String name : STARTED) {
            Bundle bundle = bundle(context, name);
            try {
                bundle.start(Bundle.START_TRANSIENT);
            } catch (BundleException e) {
                throw new Failure(500, "The shell cannot be started: " + name + ": " + e.getMessage() + ".", e);
            }
        }
        ServiceReference<CommandProcessor> reference = context.getServiceReference(CommandProcessor.class);
        if (reference == null) {
            throw new Failure(500, "The shell cannot be started: Gogo offers no command processor.");
        }
        CommandProcessor processor = context.getService(reference);
        if (bundle(context, JLINE).getState() != Bundle.ACTIVE) {
            register(context, new Builtin(), BUILTIN);
            register(context, new Procedural(), PROCEDURAL);
            register(context, new Posix(processor), POSIX);
            // makes bundles of the numbers that felix:stop and others are given
            context.registerService(Converter.class, new Converters(context), null);
        }
        return new Gogo(processor);
    }

    private static Bundle bundle(BundleContext context, String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst()
                .orElseThrow(() -> new Failure(500, "The shell cannot be started: the bundle " + name + " is not installed."));
    }

    private static void register(BundleContext context, Object commands, String[] functions) {
        var properties = new Hashtable<String, Object>();
        properties.put(CommandProcessor.COMMAND_SCOPE, "gogo");
        properties.put(CommandProcessor.COMMAND_FUNCTION, functions);
        context.registerService(Object.class, commands, properties);
    }

    CommandProcessor processor() {
        return processor;
    }

    /** A new session; {@code swarm:} need not be written in it. */
    CommandSession session(InputStream in, OutputStream out, OutputStream err, Path directory) {
        CommandSession session = processor.createSession(in, out, err);
        session.put("SCOPE", "swarm:gogo:felix:*");
        session.currentDir(directory);
        return session;
    }
}
