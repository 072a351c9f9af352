package com.libswarm.api;

import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * An Error as an exception: a status (HTTP's numbers) and a sentence for the person who has to act. A handler throws it to
 * answer with that Error; a typed ask of {@link Client} fails with it.
 */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param sentence what failed, on what, why, what to do */
    public Failure(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** @param cause what made it fail, for logs only */
    public Failure(int status, String sentence, Throwable cause) {
        super(sentence, cause);
        this.status = status;
    }

    /** HTTP's number: 404 is not there, 409 in the way, 499 cancelled, 501 nobody can, 502 the engine is unreachable, ... */
    public int status() {
        return status;
    }

    /**
     * What {@code thrown} means to the one who asked: a {@code Failure} is itself, a {@link BrokenBodyException} has a status
     * of its own, {@link NoSuchElementException} is 404, {@link IllegalArgumentException} 400,
     * {@link UnsupportedOperationException} 501, a {@link CancellationException} 499, a rejected task 503, all else 500.
     */
    public static Failure of(Throwable thrown) {
        Throwable t = thrown;
        while ((t instanceof CompletionException || t instanceof ExecutionException) && t.getCause() != null) {
            t = t.getCause();
        }
        if (t instanceof Failure) {
            return (Failure) t;
        }
        if (t instanceof BrokenBodyException) {
            return new Failure(((BrokenBodyException) t).status(), t.getMessage(), t);
        }
        String text = t.getMessage() == null || t.getMessage().isBlank() ? t.getClass().getSimpleName() : t.getMessage();
        return new Failure(statusOf(t), text, t);
    }

    /** The failure that an Error message tells of. */
    public static Failure of(Message error) {
        return new Failure(error.status(), error.text());
    }

    private static int statusOf(Throwable t) {
        if (t instanceof NoSuchElementException) {
            return 404;
        }
        if (t instanceof IllegalArgumentException) {
            return 400;
        }
        if (t instanceof UnsupportedOperationException) {
            return 501;
        }
        if (t instanceof CancellationException) {
            return 499;
        }
        return t instanceof RejectedExecutionException ? 503 : 500;
    }
}
