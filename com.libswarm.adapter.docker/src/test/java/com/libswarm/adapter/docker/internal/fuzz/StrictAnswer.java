package com.libswarm.adapter.docker.internal.fuzz;

import com.libswarm.adapter.docker.internal.fuzz.StrictReader.Incomplete;
import com.libswarm.adapter.docker.internal.fuzz.StrictReader.Refused;
import java.util.List;

/**
 * What a strict reader makes of what an engine says to one request before it closes.
 *
 * @param body of a whole answer
 * @param end where a whole answer ends
 * @param untilClose whether only the connection's end ends it
 */
record StrictAnswer(Kind kind, int status, String body, int end, boolean untilClose) {

    enum Kind {
        WHOLE,
        /** It breaks off, or where it ends is in doubt. */
        BROKEN,
        /** Its head is not as the RFC writes it, but may be taken. */
        ODD
    }

    private static final int INTERIMS_LIMIT = 16;
    private static final StrictAnswer BROKEN = new StrictAnswer(Kind.BROKEN, 0, "", 0, false);
    private static final StrictAnswer ODD = new StrictAnswer(Kind.ODD, 0, "", 0, false);

    static StrictAnswer read(String bytes, boolean headOnly) {
        var in = new StrictReader(bytes);
        for (int interims = 0; interims <= INTERIMS_LIMIT; interims++) {
            String first;
            List<String> fields;
            try {
                first = in.line();
                fields = in.fields();
            } catch (Refused odd) {
                return ODD;
            } catch (Incomplete brokenOff) {
                return BROKEN;
            }
            if (!first.matches("HTTP/1\\.[01] [1-5][0-9]{2} [A-Za-z ]*")) {
                return ODD;
            }
            int status = Integer.parseInt(first.substring(9, 12));
            if (status >= 200) {
                return last(in, status, fields, first.startsWith("HTTP/1.1"), headOnly);
            }
            if (status == 101) {
                return BROKEN;
            }
        }
        return BROKEN;
    }

    private static StrictAnswer last(StrictReader in, int status, List<String> fields, boolean http11, boolean headOnly) {
        List<String> lengths = StrictReader.values(fields, "content-length");
        try {
            if (headOnly || status == 204 || status == 304) {
                // what its header says of a body is not about this one
                boolean plain = lengths.size() < 2 && StrictReader.values(fields, "transfer-encoding").isEmpty();
                return plain && lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}")) ? whole(status, "", in, false) : ODD;
            }
            if (StrictReader.isChunked(fields, http11)) {
                return whole(status, in.chunks(), in, false);
            }
            return lengths.isEmpty() ? whole(status, in.rest(), in, true) : whole(status, in.bytes(Long.parseLong(lengths.get(0))), in, false);
        } catch (Refused | Incomplete brokenOff) {
            return BROKEN;
        }
    }

    private static StrictAnswer whole(int status, String body, StrictReader in, boolean untilClose) {
        return new StrictAnswer(Kind.WHOLE, status, body, in.at(), untilClose);
    }
}
