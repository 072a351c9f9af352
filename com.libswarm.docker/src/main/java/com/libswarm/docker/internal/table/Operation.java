package com.libswarm.docker.internal.table;

import com.libswarm.api.Verb;

/**
 * What an HTTP request asks for, in the protocol's terms.
 *
 * @param httpMethod what goes into the head as {@code Http-Method}, because verb, path and aspect do not say it; mostly empty
 */
public record Operation(Verb verb, String path, String aspect, String httpMethod) {

    /** Whether the two ends may go on with raw bytes, both ways, after the reply. */
    public boolean opensStream() {
        return opensStream(verb);
    }

    /** The same of what is asked with {@code verb}. */
    public static boolean opensStream(Verb verb) {
        return verb == Verb.Attach || verb == Verb.Connect;
    }
}
