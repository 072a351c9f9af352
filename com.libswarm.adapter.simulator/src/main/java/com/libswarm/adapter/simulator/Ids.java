package com.libswarm.adapter.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Makes ids and names. */
final class Ids {

    private static final List<String> QUALITIES = List.of("amber", "brisk", "calm", "deft", "early", "fond", "glad", "hardy", "idle",
            "jolly", "keen", "lucid", "mellow", "noble", "open", "proud", "quiet", "ready", "steady", "tidy");
    private static final List<String> ANIMALS = List.of("ant", "bee", "crane", "drake", "egret", "finch", "gull", "heron", "ibis",
            "jay", "kite", "lark", "moth", "newt", "otter", "perch", "quail", "robin", "swift", "wren");

    private Ids() {
    }

    /** 64 hexadecimal digits, at random. */
    static String random() {
        byte[] bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** 64 hexadecimal digits that are the same for the same text. */
    static String of(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A name for a container that was given none. */
    static String name() {
        var random = ThreadLocalRandom.current();
        return QUALITIES.get(random.nextInt(QUALITIES.size())) + "_" + ANIMALS.get(random.nextInt(ANIMALS.size()))
                + Integer.toString(random.nextInt(36 * 36 * 36), 36);
    }
}
