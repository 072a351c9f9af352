package com.libswarm.adapter.aggregate.internal.node;

import java.util.Locale;

/** What has become of a node's engine. Classic Swarm told the same among its events. */
public enum EngineEvent {
    /** It is there, for the first time. */
    CONNECT,
    /** It is back. */
    RECONNECT,
    /** It does not answer any more, or is no node any more. */
    DISCONNECT;

    /** As it is called in an event: {@code engine_connect}. */
    public String action() {
        return "engine_" + name().toLowerCase(Locale.ROOT);
    }
}
