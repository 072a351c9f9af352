package com.libswarm.adapter.aggregate.internal.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says which of the containers that a node has when it comes, or comes back, count. */
public interface Admission {

    /** All count. */
    Admission OF_ALL = new Admission() {
        @Override
        public CompletionStage<List<Container>> admit(Node node, List<Container> listed) {
            return CompletableFuture.completedFuture(listed);
        }

        @Override
        public boolean counts(Container container) {
            return true;
        }
    };

    /**
     * Sees to it that the others are ended, before the node is healthy and anybody sees them.
     *
     * @param listed all that the node has
     * @return those that count; never fails
     */
    CompletionStage<List<Container>> admit(Node node, List<Container> listed);

    /** Whether a container counts, as far as is known. */
    boolean counts(Container container);
}
