package com.libswarm.adapter.debug;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many messages have passed, those counted by earlier instances of the link included. */
final class Tally {

    private static final String KEY = "messages";

    private final Map<String, byte[]> kept;
    private final LongAdder own = new LongAdder();

    Tally(Map<String, byte[]> kept) {
        this.kept = kept;
    }

    void count() {
        own.increment();
    }

    /** Adds what this instance has counted to what is kept, and tells the sum. */
    long keep() {
        byte[] sum = kept.merge(KEY, bytes(own.sumThenReset()), (a, b) -> bytes(number(a) + number(b)));
        return number(sum);
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
