package com.libswarm.adapter.simulator;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads the JSON object that a body begins with, and leaves the bytes after it: what starting an exec sends. */
final class LeadingJson {

    private static final int LARGEST = 64 * 1024;

    private final Body body;
    private final long length;
    private final BiConsumer<Map<String, Object>, Body> then;
    private final Consumer<Throwable> failed;
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;

    private LeadingJson(Body body, long length, BiConsumer<Map<String, Object>, Body> then, Consumer<Throwable> failed) {
        this.body = body;
        this.length = length;
        this.then = then;
        this.failed = failed;
    }

    /**
     * Calls {@code then} with the object and the rest, on the writer's thread; a body that ends without one has an empty one. The
     * object takes the Content-Length of the message, if it has one, or else ends with its closing brace.
     *
     * @param failed gets why the body broke off or is not JSON
     */
    static void read(Message message, BiConsumer<Map<String, Object>, Body> then, Consumer<Throwable> failed) {
        String length = message.head().get("Content-Length");
        new LeadingJson(message.body(), length.matches("[0-9]{1,9}") ? Long.parseLong(length) : -1, then, failed).readOn();
    }

    private void readOn() {
        try {
            if (length == 0) {
                then.accept(Map.of(), body);
                return;
            }
            for (ByteBuffer bytes = body.read(); bytes != Body.NOTHING_YET; bytes = body.read()) {
                if (bytes == Body.END || take(bytes)) {
                    then.accept(Json.parse(json.toByteArray()), rest(bytes));
                    return;
                }
            }
            body.demand(this::readOn);
        } catch (IOException | Failure broken) {
            failed.accept(broken);
        }
    }

    /** Whether the object is whole. */
    private boolean take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            json.write(b);
            if (json.size() > LARGEST) {
                throw new Failure(413, "The JSON in the request is larger than the " + LARGEST + " bytes allowed here.");
            }
            if (length >= 0) {
                if (json.size() == length) {
                    return true;
                }
            } else if (inString) {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{') {
                depth++;
            } else if (b == '}' && --depth == 0) {
                return true;
            } else if (depth == 0 && b > ' ') {
                throw new Failure(400, "The request does not begin with a JSON object.");
            }
        }
        return false;
    }

    private Body rest(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return body;
        }
        byte[] first = new byte[bytes.remaining()];
        bytes.get(first);
        return new Rest(ByteBuffer.wrap(first), body);
    }

    private static final class Rest implements Body {
        private final Body body;
        private ByteBuffer first;

        Rest(ByteBuffer first, Body body) {
            this.first = first;
            this.body = body;
        }

        @Override
        public ByteBuffer read() throws IOException {
            ByteBuffer next = first;
            first = NOTHING_YET;
            return next == NOTHING_YET ? body.read() : next;
        }

        @Override
        public void demand(Runnable ready) {
            if (first == NOTHING_YET) {
                body.demand(ready);
            } else {
                ready.run();
            }
        }

        @Override
        public void cancel() {
            first = NOTHING_YET;
            body.cancel();
        }
    }
}
