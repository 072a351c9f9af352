package com.libswarm.adapter.aggregate.internal.node;

import java.util.Optional;

/** Who wants to know how the node is. */
interface HealthListener {

    /** The engine has said what it is. */
    void introduced();

    /**
     * The node has been connected, anew or for the first time.
     *
     * @param event what is news to others, if anything is
     */
    void connected(Optional<EngineEvent> event);

    /** It is unhealthy. */
    void lost(Node.State before);

    /** Whether somebody waits for the node to be connected again. */
    boolean isAwaited();
}
