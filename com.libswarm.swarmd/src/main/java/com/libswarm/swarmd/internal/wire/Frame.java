package com.libswarm.swarmd.internal.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One frame. The payload belongs to the frame: nobody changes it.
 *
 * @param payload at most {@link #LIMIT} bytes
 */
public record Frame(FrameType type, byte[] payload) {

    /** The most bytes that a frame may carry. */
    public static final int LIMIT = 64 * 1024;

    public Frame {
        if (payload.length > LIMIT) {
            throw new IllegalArgumentException("A frame of " + payload.length + " bytes is over the limit of " + LIMIT + ".");
        }
    }

    public static Frame of(FrameType type) {
        return new Frame(type, new byte[0]);
    }

    /** A frame that carries a copy of these bytes. */
    public static Frame of(FrameType type, byte[] bytes, int offset, int length) {
        return new Frame(type, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** A frame that carries numbers, four bytes each. */
    public static Frame numbers(FrameType type, int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return new Frame(type, bytes.array());
    }

    /** The number at {@code index}, or 0 if the frame does not carry so many. */
    public int number(int index) {
        return payload.length < 4 * (index + 1) ? 0 : ByteBuffer.wrap(payload).getInt(4 * index);
    }

    @Override
    public String toString() {
        return type + " (" + payload.length + " bytes)";
    }
}
