package com.libswarm.adapter.aggregate.internal.node;

/** Takes bytes piece by piece. */
public interface Pieces {

    /** The bytes are not to be changed. */
    void put(byte[] bytes, int from, int length);
}
