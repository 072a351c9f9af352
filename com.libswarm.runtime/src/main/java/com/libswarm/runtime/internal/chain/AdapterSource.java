package com.libswarm.runtime.internal.chain;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.runtime.AdapterInfo;

/** One version of an adapter: a service, or an object that was added. */
public interface AdapterSource {

    AdapterInfo info();

    /** The version of the bundle that its code is from; empty outside OSGi. */
    String version();

    /** Whether it serves in place of {@code other}, which has its name and was there before. */
    boolean precedes(AdapterSource other);

    /** The adapter, started if need be; {@link #release} for each call. Throws an IllegalStateException if it is gone. */
    Adapter get();

    void release();
}
