package com.libswarm.cloud.internal;

import com.libswarm.api.Sender;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The engines on the hosts, behind nested links. */
interface Engines extends Sender {

    /** Goes on with what reached a host before, if that can be had at once; before anything else. */
    boolean takeOver(String name, String spec);

    /** Makes the nested link that reaches a host's engine; one of that name is replaced. Its engine need not answer yet. */
    CompletableFuture<Void> add(String name, String spec);

    /** Why its engine does not answer, or nothing if it does. */
    CompletableFuture<Optional<Unreached>> probe(String name);

    /** Takes away what reaches a host. */
    CompletableFuture<Void> remove(String name);

    /** How many containers are on it, running or not. */
    CompletableFuture<Integer> containers(String name);

    /** Whether it is to get new containers. */
    CompletableFuture<Void> takeNew(String name, boolean on);

    /** Whether it is of use to ask again. */
    enum Hope {
        YES,
        ON_A_NEW_HOST,
        NONE
    }

    /** Why an engine does not answer. */
    record Unreached(String sentence, Hope hope) {
    }
}
