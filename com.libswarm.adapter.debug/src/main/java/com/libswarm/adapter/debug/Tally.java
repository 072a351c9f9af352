package com.libswarm.adapter.debug;

import com.libswarm.api.adapter.KeptState;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many messages have passed, and how many of them were answered with an Error; those counted by earlier instances of the link
 * included.
 *
 * <p>Each number is kept under its name in eight bytes, the highest first. Format 1 had the messages alone.
 */
final class Tally {

    private static final int FORMAT = 2;
    private static final String MESSAGES = "messages";
    private static final String ERRORS = "errors";

    private final KeptState kept;
    private final LongAdder messages = new LongAdder();
    private final LongAdder errors = new LongAdder();

    Tally(KeptState kept) {
        this.kept = kept;
    }

    /** What is kept can be read, or a Failure says that it cannot. */
    void check() {
        kept.requireFormat(FORMAT);
    }

    /** The instance before has kept what it has counted. */
    void begin() {
        kept.convert(FORMAT, Tally::withErrors);
    }

    private static Map<String, byte[]> withErrors(Map<String, byte[]> format1) {
        Map<String, byte[]> format2 = new HashMap<>(format1);
        format2.put(ERRORS, bytes(0));
        return format2;
    }

    void count() {
        messages.increment();
    }

    void countError() {
        errors.increment();
    }

    /** Adds what this instance has counted to what is kept, and counts anew. */
    void keep() {
        add(MESSAGES, messages.sumThenReset());
        add(ERRORS, errors.sumThenReset());
    }

    private void add(String name, long more) {
        kept.merge(name, bytes(more), (a, b) -> bytes(number(a) + number(b)));
    }

    long messages() {
        return kept(MESSAGES);
    }

    long errors() {
        return kept(ERRORS);
    }

    private long kept(String name) {
        return number(kept.getOrDefault(name, bytes(0)));
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
