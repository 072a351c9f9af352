package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import com.libswarm.docker.internal.http.Ascii;

/**
 * Where a message ends, as its header says it: in one way only, and only in a way that is understood here (RFC 9112, 6 and 9.3).
 *
 * @param length of the body, or -1 if the header does not say it
 * @param chunked whether the body comes in chunks
 * @param keepAlive whether another message may follow on the connection
 */
public record Framing(long length, boolean chunked, boolean keepAlive) {

    private static final int DIGITS_LIMIT = 18;
    private static final int CODINGS_LIMIT = 256;

    /** Whether the header says how long the body is. */
    public boolean hasLength() {
        return length >= 0;
    }

    /** Whether the body is longer than {@code limit}, or may be. */
    public boolean exceeds(long limit) {
        return chunked || length > limit;
    }

    /** Gathers it field by field. */
    static final class Gatherer {

        private long length = -1;
        private String codings = "";
        private boolean coded;
        private boolean close;
        private boolean keepAlive;

        /**
         * Takes the next field.
         *
         * @return its value, a length as a plain number
         * @throws Failure 400
         */
        String field(String name, String value) {
            switch (name.length()) {
                case 10:
                    if (name.equalsIgnoreCase(FieldNames.CONNECTION)) {
                        connection(value);
                    }
                    return value;
                case 14:
                    return name.equalsIgnoreCase(FieldNames.CONTENT_LENGTH) ? length(value) : value;
                case 17:
                    if (name.equalsIgnoreCase(FieldNames.TRANSFER_ENCODING)) {
                        coding(value);
                    }
                    return value;
                default:
                    return value;
            }
        }

        private void coding(String value) {
            if (codings.length() > CODINGS_LIMIT) {
                throw new Failure(400, "There are too many transfer codings.");
            }
            codings = coded ? codings + "," + value : value;
            coded = true;
        }

        private void connection(String value) {
            int start = 0;
            for (int comma = value.indexOf(','); comma >= 0; comma = value.indexOf(',', start)) {
                option(value.substring(start, comma).trim());
                start = comma + 1;
            }
            option(value.substring(start).trim());
        }

        private void option(String name) {
            close |= name.equalsIgnoreCase("close");
            keepAlive |= name.equalsIgnoreCase("keep-alive");
        }

        private String length(String value) {
            if (length >= 0) {
                throw new Failure(400, "There is more than one Content-Length: where the body ends is in doubt.");
            }
            String plain = withoutZeros(value);
            if (plain.isEmpty() || plain.length() > DIGITS_LIMIT || !Ascii.isDigits(plain)) {
                throw new Failure(400, "The Content-Length is not one number.");
            }
            length = Long.parseLong(plain);
            return plain;
        }

        private static String withoutZeros(String number) {
            int start = 0;
            while (start < number.length() - 1 && number.charAt(start) == '0') {
                start++;
            }
            return number.substring(start);
        }

        /** @throws Failure 400, or 501 for a transfer coding that is not understood */
        Framing finish(boolean http11) {
            if (coded) {
                checkCoding(http11);
            }
            return new Framing(length, coded, !close && (http11 || keepAlive));
        }

        private void checkCoding(boolean http11) {
            if (length >= 0) {
                throw new Failure(400, "There is both a Content-Length and a Transfer-Encoding: where the body ends is in doubt.");
            }
            if (!http11) {
                throw new Failure(400, "There is a Transfer-Encoding, which HTTP/1.0 does not know.");
            }
            if (!isChunked(codings)) {
                throw isChunked(codings.substring(codings.lastIndexOf(',') + 1))
                        ? new Failure(501, "The only Transfer-Encoding that is understood here is 'chunked', once.")
                        : new Failure(400, "The Transfer-Encoding does not end with 'chunked': where the body ends is in doubt.");
            }
        }

        private static boolean isChunked(String coding) {
            return coding.trim().equalsIgnoreCase("chunked");
        }
    }
}
