package com.libswarm.adapter.docker.internal.http;

import java.nio.charset.StandardCharsets;

/** What octets may stand where in a head (RFC 9110, 5.5 and 5.6.2). */
final class Octets {

    /** In the name of a field, and in a method. */
    static final int TOKEN = 1;
    /** In a line: text, or what was text in some encoding. */
    static final int TEXT = 2;
    /** In the target of a request: text without spaces. */
    static final int TARGET = 4;
    /** In a Host: what a host's name and port are made of, and a little more, as Go's net/http has it (RFC 3986, 3.2.2). */
    static final int HOST = 8;

    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            boolean text = c >= ' ' && c != 0x7f || c == '\t';
            boolean token = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            boolean host = alphanumeric || "!$%&'()*+,-.:;=[]_~".indexOf(c) >= 0;
            KINDS[c] = (byte) ((token ? TOKEN : 0) | (text ? TEXT : 0) | (text && c != ' ' && c != '\t' ? TARGET : 0) | (host ? HOST : 0));
        }
    }

    private Octets() {
    }

    static boolean is(int kind, int octet) {
        return (KINDS[octet & 0xff] & kind) != 0;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether all of a text is so. What is no octet is text at best. */
    static boolean all(int kind, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 255 ? kind != TEXT : !is(kind, c)) {
                return false;
            }
        }
        return true;
    }

    /** The text with a question mark for what is no octet. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 255) {
                return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
            }
        }
        return text;
    }

    /** Whether these bytes are that text of octets. */
    static boolean equal(String text, byte[] bytes, int from, int to) {
        if (text.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xff) != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** Writes a text of octets; gives where it ends. */
    @SuppressWarnings("deprecation") // the one way that copies them as they are, and it drops nothing of octets
    static int write(String text, byte[] out, int at) {
        text.getBytes(0, text.length(), out, at);
        return at + text.length();
    }

    /** Writes the end of a line; gives where it ends. */
    static int writeLineEnd(byte[] out, int at) {
        out[at] = '\r';
        out[at + 1] = '\n';
        return at + 2;
    }
}
