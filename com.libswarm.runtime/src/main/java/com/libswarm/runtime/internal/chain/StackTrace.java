package com.libswarm.runtime.internal.chain;

import java.io.PrintWriter;
import java.io.StringWriter;

/** An exception's stack trace as text, for lines at DEBUG. */
final class StackTrace {

    private StackTrace() {
    }

    static String of(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
