package com.libswarm.runtime;

import java.util.Locale;

/** What a {@link Change} of a chain was. */
public enum ChangeKind {
    /** A link was replaced by one of another spec. */
    SWAP,
    /** A link was put in. */
    INSERT,
    /** A link was taken out. */
    REMOVE,
    /** The adapter's code was replaced, or came back after a {@link #GAP}; the spec is the same. */
    CODE,
    /** The adapter went, and there is no other of its name: messages wait. */
    GAP;

    /** As it is shown: in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
