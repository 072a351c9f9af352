package com.libswarm.runtime.internal.chain;

import java.io.PrintWriter;
import java.io.StringWriter;

/** An exception's stack trace as text, for lines at DEBUG. */
public final class StackTrace {

    private StackTrace() {
    }

    public static String of(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
