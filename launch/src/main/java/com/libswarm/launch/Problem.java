package com.libswarm.launch;

/** What went wrong, in one sentence for the one who typed the command. */
final class Problem extends Exception {

    private static final long serialVersionUID = 1L;

    Problem(String message) {
        super(message);
    }
}
