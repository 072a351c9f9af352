package com.libswarm.api;

/**
 * What a message asks for, or what a reply is. The thirteen verbs of libswarm, and {@link #Remove}.
 *
 * <p>The list may grow: a {@code switch} over verbs has a default.
 */
public enum Verb {
    /** The reply: done. A body, if there is one, holds the result or the progress. */
    Ack,
    /** Opens a terminal or a process's streams: the request's body flows up, the reply's body down. */
    Attach,
    /** Opens a tunnel, or upgrades to another protocol: bytes both ways, as for {@link #Attach}. */
    Connect,
    /** The reply: it failed. The words say why, {@link Message#status()} how, in HTTP's numbers. */
    Error,
    /** Puts content: the body is a file, an archive, a build's context. As a reply: here is content. */
    File,
    /** Reads one object, or the part of it that the aspect names. */
    Get,
    /** Pushes one line of text. Reading logs is {@link #Watch}. */
    Log,
    /** Lists a collection. The reply's words are names, or its body is a JSON array: {@link Listing} reads both. */
    Ls,
    /** Changes an object, or does to it what the aspect names. As a reply: here is the value. */
    Set,
    /** Makes a new object in a collection. */
    Spawn,
    /** Starts an object. */
    Start,
    /** Stops an object. */
    Stop,
    /** Asks for what happens from now on: the reply comes at once, its body has no end of its own. */
    Watch,
    /** Removes an object. */
    Remove
}
