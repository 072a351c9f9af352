package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Head;

/**
 * The head of a request or an answer, as it came.
 *
 * @param method of a request; empty for an answer
 * @param target of a request; empty for an answer
 * @param status of an answer; 0 for a request
 * @param reason what an answer says after its status
 * @param http11 whether it is of HTTP/1.1, else of 1.0
 * @param fields all of them; each char is one byte
 * @param framing where the body ends, and whether another message may follow
 */
public record MessageHead(String method, String target, int status, String reason, boolean http11, Head fields, Framing framing) {

    /** Whether something else than the answer: the answer comes after it (RFC 9110, 15.2). */
    public boolean isInterim() {
        return status >= 100 && status < 200 && status != 101;
    }
}
