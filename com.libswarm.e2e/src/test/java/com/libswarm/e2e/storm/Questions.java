package com.libswarm.e2e.storm;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** Makes questions that one peer behind a chain can answer. Any thread. */
@FunctionalInterface
interface Questions {

    /** @param id that no other question has: letters, digits and dashes */
    Question next(String id, Random random);

    /** The checksum of an id, or of any text. */
    static String sum(String text) {
        return sum(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sum(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }
}
