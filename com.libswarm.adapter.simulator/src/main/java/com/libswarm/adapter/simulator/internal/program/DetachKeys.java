package com.libswarm.adapter.simulator.internal.program;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Finds the keys that detach a client from a terminal among what the client types: {@code ctrl-p,ctrl-q}, unless it names others. */
public final class DetachKeys {

    private static final byte[] DEFAULT = {16, 17};

    private final byte[] keys;
    private int matched;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /**
     * @param text keys with commas between: a character, or ctrl- and a letter or one of {@code @ [ \ ] ^ _}; empty for the default
     * @throws IllegalArgumentException for other text
     */
    public static DetachKeys of(String text) {
        if (text.isEmpty()) {
            return new DetachKeys(DEFAULT);
        }
        String[] names = text.split(",");
        byte[] keys = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            keys[i] = key(names[i], text);
        }
        return new DetachKeys(keys);
    }

    private static byte key(String name, String text) {
        if (name.length() == 1 && name.charAt(0) < 128) {
            return (byte) name.charAt(0);
        }
        if (name.matches("ctrl-[a-z@\\[\\\\\\]^_]")) {
            return (byte) (Character.toUpperCase(name.charAt(5)) - '@');
        }
        throw new IllegalArgumentException("Invalid detach keys (" + text + "): '" + name + "' is neither a character nor ctrl- and one.");
    }

    /** What of {@code typed} goes on to the program: all up to the detach keys, if they are in it. */
    byte[] pass(byte[] typed) {
        var passed = new ByteArrayOutputStream(typed.length);
        for (byte key : typed) {
            if (isComplete()) {
                break;
            }
            if (matched > 0 && key != keys[matched]) {
                passed.writeBytes(Arrays.copyOf(keys, matched));
                matched = 0;
            }
            if (key == keys[matched]) {
                matched++;
            } else {
                passed.write(key);
            }
        }
        return passed.toByteArray();
    }

    boolean isComplete() {
        return matched == keys.length;
    }
}
