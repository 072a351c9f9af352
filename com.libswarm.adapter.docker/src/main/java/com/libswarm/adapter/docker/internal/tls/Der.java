package com.libswarm.adapter.docker.internal.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Puts private keys of openssl's older forms into PKCS#8 (RFC 5208), the one that the JDK reads: PKCS#1 for RSA (RFC 8017, A.1.2)
 * and SEC 1 for elliptic curves (RFC 5915).
 */
final class Der {

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    /** In RFC 5915's ECPrivateKey: the curve. */
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** The object identifier of rsaEncryption, and NULL for its parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** The object identifier of id-ecPublicKey. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Der() {
    }

    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return value(SEQUENCE, VERSION_0, value(SEQUENCE, RSA), value(OCTETS, pkcs1));
    }

    /**
     * @param curve its object identifier, for a key that does not name it itself
     * @throws IllegalArgumentException if it is no such key, or nothing names its curve
     */
    static byte[] pkcs8OfEc(byte[] sec1, Optional<byte[]> curve) {
        ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
        content(key, INTEGER);
        content(key, OCTETS);
        byte[] named = key.hasRemaining() && (key.get(key.position()) & 0xff) == PARAMETERS ? bytes(content(key, PARAMETERS))
                : curve.orElseThrow(() -> new IllegalArgumentException("it does not name its curve"));
        return value(SEQUENCE, VERSION_0, value(SEQUENCE, EC, named), value(OCTETS, sec1));
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var out = new ByteArrayOutputStream(length + 5);
        out.write(tag);
        if (length >= 0x80) {
            int octets = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | octets);
            for (int shift = (octets - 1) * 8; shift > 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        out.write(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The content of the next value, which has to have that tag; what follows it is next. */
    private static ByteBuffer content(ByteBuffer from, int tag) {
        if (from.remaining() < 2 || (from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("it is damaged");
        }
        int length = from.get() & 0xff;
        int octets = length < 0x80 ? 0 : length & 0x7f;
        if (octets > 3 || octets > from.remaining()) {
            throw new IllegalArgumentException("it is damaged");
        }
        if (octets > 0) {
            length = 0;
        }
        for (int i = 0; i < octets; i++) {
            length = length << 8 | from.get() & 0xff;
        }
        if (length > from.remaining()) {
            throw new IllegalArgumentException("it is damaged");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }
}
