package com.libswarm.api;

import java.io.IOException;

/** A body broke off: what was read of it is not the whole. Thrown by {@link Body#read()}, made by {@link Feed#fail}. */
public final class BrokenBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param sentence what broke it, for the person who has to act */
    public BrokenBodyException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** HTTP's number, as for an Error. */
    public int status() {
        return status;
    }
}
