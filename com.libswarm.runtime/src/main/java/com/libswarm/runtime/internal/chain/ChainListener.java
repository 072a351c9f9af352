package com.libswarm.runtime.internal.chain;

import com.libswarm.runtime.Chain;

/** Is told of a runtime's chains, on the threads of whoever makes and destroys them. */
public interface ChainListener {

    /** Does not listen. */
    ChainListener NONE = new ChainListener() { };

    /** It was made, and has been started if its adapters are there. */
    default void created(Chain chain) {
    }

    /** It is gone. May be called again. */
    default void destroyed(Chain chain) {
    }
}
