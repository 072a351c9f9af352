package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import java.util.concurrent.atomic.AtomicLong;

/** What large heads may take of the memory, those of all connections that share it together. Thread-safe. */
public final class HeadBudget {

    private static final int PART_OF_HEAP = 8;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** @param limit in bytes */
    HeadBudget(long limit) {
        this.limit = limit;
    }

    /** An eighth of what this process may have. */
    public static HeadBudget ofHeap() {
        return new HeadBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** For heads that nobody sends in numbers. */
    static HeadBudget unlimited() {
        return new HeadBudget(Long.MAX_VALUE);
    }

    /** For the heads of one connection. */
    Share share() {
        return new Share();
    }

    private void take(long bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            throw new Failure(503, "The large heads of the requests that are here now may take " + (limit >> 10) + " KB together: there is no "
                    + "room for another one. Try again later.");
        }
    }

    /** What the head of one connection takes. One thread at a time. */
    final class Share {

        private static final int UNCOUNTED = 4096;
        /** What the two texts of a field take at least, and the places where they stand. */
        private static final int FIELD_SIZE = 80;

        private long counted;

        private Share() {
        }

        /**
         * A head needs room. That of most is so small that it is not counted.
         *
         * @param octets of the head, so many in all
         * @param texts names and values, so many in all
         * @throws Failure 503 if there is not so much left: nothing is taken
         */
        void need(int octets, int texts) {
            long more = octets + (long) texts / 2 * FIELD_SIZE - UNCOUNTED - counted;
            if (more > 0) {
                take(more);
                counted += more;
            }
        }

        /** The head is not needed any more. */
        void release() {
            if (counted > 0) {
                taken.addAndGet(-counted);
                counted = 0;
            }
        }
    }
}
