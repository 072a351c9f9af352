package com.libswarm.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts the elements out of the first array in a stream of JSON. It only skips strings and counts brackets: what is inside an
 * element is the reader's to understand.
 */
final class JsonElements {

    private enum Place { BEFORE, BETWEEN, INSIDE, AFTER }

    private final int limit;
    private final Consumer<String> each;
    private final ByteArrayOutputStream element = new ByteArrayOutputStream();
    private Place place = Place.BEFORE;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean blank = true;

    JsonElements(int limit, Consumer<String> each) {
        this.limit = limit;
        this.each = each;
    }

    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            next(bytes.get());
        }
    }

    void end() {
        // an empty answer, or an object without an array ({"Volumes":null}), is an empty listing
        if (place == Place.BETWEEN || place == Place.INSIDE || depth > 0) {
            throw new Failure(502, "The listing ended before its array did.");
        }
    }

    private void next(byte b) {
        switch (place) {
            case BEFORE:
                before(b);
                break;
            case BETWEEN:
                if (b == ']') {
                    place = Place.AFTER;
                } else if (b != ',' && !isSpace(b)) {
                    place = Place.INSIDE;
                    inside(b);
                }
                break;
            case INSIDE:
                inside(b);
                break;
            default:
                break;
        }
    }

    private void before(byte b) {
        if (blank && !isSpace(b)) {
            blank = false;
            if (b != '[' && b != '{') {
                throw new Failure(502, "The answer is no listing: it is neither a JSON array nor an object that holds one.");
            }
        }
        if (skipsString(b)) {
            return;
        }
        if (b == '[') {
            place = Place.BETWEEN;
            depth = 0;
        } else if (b == '{' || b == '}') {
            depth += b == '{' ? 1 : -1;
        }
    }

    private void inside(byte b) {
        boolean plain = !skipsString(b);
        if (plain && depth == 0 && (b == ',' || b == ']')) {
            give();
            place = b == ',' ? Place.BETWEEN : Place.AFTER;
            return;
        }
        if (element.size() == limit) {
            throw new Failure(502, "An element of the listing is larger than " + limit + " bytes.");
        }
        element.write(b);
        if (plain && (b == '{' || b == '[')) {
            depth++;
        } else if (plain && (b == '}' || b == ']') && --depth == 0) {
            give();
            place = Place.BETWEEN;
        }
    }

    private void give() {
        String json = element.toString(StandardCharsets.UTF_8).trim();
        element.reset();
        if (!json.isEmpty()) {
            each.accept(json);
        }
    }

    /** Whether b belongs to a string, its quotes included. */
    private boolean skipsString(byte b) {
        if (!inString) {
            inString = b == '"';
            return inString;
        }
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
