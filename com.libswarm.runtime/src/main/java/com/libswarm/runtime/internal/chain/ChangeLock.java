package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread at a time change a chain. It is held while adapters are called, which take their time: so they may not wait for it. */
final class ChangeLock {

    private final String chain;
    private final Steps steps;
    private final ReentrantLock lock = new ReentrantLock(true);

    ChangeLock(String chain, Steps steps) {
        this.chain = chain;
        this.steps = steps;
    }

    /** @throws Failure 409 on a thread that is changing the chain already, or on which a link of it is called meanwhile */
    void run(Runnable change) {
        check();
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure(499, "The chain '" + chain + "' was not changed: that was interrupted while it waited for another change "
                    + "to end.");
        }
        locked(change);
    }

    /** The same for a change that has to be made: what is on its way up is given up for it. */
    void runDown(Runnable change) {
        check();
        steps.abandon();
        try {
            lock.lock();
            locked(change);
        } finally {
            steps.resume();
        }
    }

    private void locked(Runnable change) {
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void check() {
        if (lock.isHeldByCurrentThread() || steps.isInside()) {
            throw new Failure(409, "The chain '" + chain + "' is just being changed, and that waits for the link which now wants to change "
                    + "it: the link may do so later, on a thread of its own.");
        }
    }
}
