package com.libswarm.swarmd.internal.wire;

/** What a {@link Frame} is. The order is part of the protocol: add at the end. */
public enum FrameType {
    /** From the client, first and once: a {@link Request}. */
    OPEN,
    /** From the client: bytes of its standard input, no more than it has credit for. */
    INPUT,
    /** From the client: its standard input has ended. */
    INPUT_END,
    /** From the client: its terminal has a new size, columns and rows. */
    RESIZE,
    /** From the client: Ctrl-C. */
    INTERRUPT,
    /** To the client: it may send so many bytes of input more. */
    CREDIT,
    /** To the client: bytes for its standard output. */
    OUTPUT,
    /** To the client: bytes for its standard error. */
    ERROR_OUTPUT,
    /** To the client, last: the status to exit with. */
    EXIT
}
