package com.libswarm.runtime.internal.chain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the code of an adapter on a stack, to name it when something went wrong. */
public final class Culprit {

    private Culprit() {
    }

    static String onThisThread() {
        return StackWalker.getInstance().walk(frames -> first(frames.map(StackWalker.StackFrame::getClassName)));
    }

    public static String on(Thread thread) {
        return first(Arrays.stream(thread.getStackTrace()).map(StackTraceElement::getClassName));
    }

    private static String first(Stream<String> classes) {
        Optional<String> found = classes.filter(Culprit::isAdapters).findFirst();
        return found.map(name -> "the class " + name.replaceFirst("[$/].*", "")).orElse("a class that is not on the stack any more");
    }

    private static boolean isAdapters(String name) {
        return !name.startsWith("com.libswarm.api.") && !name.startsWith("com.libswarm.runtime.internal.") && !name.startsWith("java.")
                && !name.startsWith("jdk.") && !name.startsWith("sun.") && !name.startsWith("io.netty.");
    }
}
