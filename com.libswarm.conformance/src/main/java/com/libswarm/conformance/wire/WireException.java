package com.libswarm.conformance.wire;

/** What came over the wire is not what an end sends: the wire cannot be used any more. */
final class WireException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WireException(String sentence) {
        super(sentence);
    }
}
