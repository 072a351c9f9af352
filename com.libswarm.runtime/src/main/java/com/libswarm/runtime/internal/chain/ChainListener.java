package com.libswarm.runtime.internal.chain;

import com.libswarm.runtime.Chain;

/** Is told of a runtime's chains, on the threads of whoever makes and destroys them. */
public interface ChainListener {

    /** Does nothing. */
    ChainListener NONE = new ChainListener() {
        @Override
        public void created(Chain chain) {
            // nobody wants to know
        }

        @Override
        public void destroyed(Chain chain) {
            // nobody wants to know
        }
    };

    /** It was made, and has been started if its adapters are there. */
    void created(Chain chain);

    /** It is gone. May be called again. */
    void destroyed(Chain chain);
}
