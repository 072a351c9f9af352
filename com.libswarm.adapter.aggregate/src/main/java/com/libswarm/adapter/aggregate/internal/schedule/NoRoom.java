package com.libswarm.adapter.aggregate.internal.schedule;

/** The cause of a Failure: what is to be made finds no room on the nodes that there are. One more node might have it. */
public final class NoRoom extends Exception {

    /** The field in the head of an Error that says so to programs; other Errors do not have it. */
    public static final String FIELD = "Aggregate-Refusal";
    /** Its value. */
    public static final String WORD = "no-room";

    private static final long serialVersionUID = 1L;

    NoRoom() {
        super(WORD);
    }
}
