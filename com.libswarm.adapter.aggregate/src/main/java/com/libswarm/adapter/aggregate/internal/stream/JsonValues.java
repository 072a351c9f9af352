package com.libswarm.adapter.aggregate.internal.stream;

import com.libswarm.api.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of JSON objects, one after the other, into its objects: events, progress. What is between them is dropped. */
public final class JsonValues {

    private static final int LARGEST = 4 * 1024 * 1024;

    private final Consumer<String> each;
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** @param each gets each object, on the thread that feeds */
    public JsonValues(Consumer<String> each) {
        this.each = each;
    }

    /** @throws Failure 502 when one object is larger than 4 MB */
    public void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            next(bytes.get());
        }
    }

    private void next(byte b) {
        if (depth == 0 && b != '{') {
            return;
        }
        if (value.size() == LARGEST) {
            throw new Failure(502, "A JSON object in the stream is larger than " + LARGEST + " bytes.");
        }
        value.write(b);
        if (inString) {
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
        } else if (b == '"') {
            inString = true;
        } else if (b == '{') {
            depth++;
        } else if (b == '}' && --depth == 0) {
            String json = value.toString(StandardCharsets.UTF_8);
            value.reset();
            each.accept(json);
        }
    }
}
