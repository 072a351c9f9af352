package com.libswarm.cloud.internal.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP answer.
 *
 * @param status HTTP's number
 * @param head its fields by their names in small letters, the last of each
 */
public record Answer(int status, Map<String, String> head, String body) {

    public boolean isError() {
        return status >= 400;
    }

    /** The body. */
    public Data data() {
        return Data.json(body);
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(head.get(name.toLowerCase(Locale.ROOT)));
    }

    /** What an error says for people, as a sentence; empty if it says nothing. Most services give an object in an object, whose field {@code message} it is. */
    public String message() {
        Data data;
        try {
            data = data();
        } catch (RuntimeException notJson) {
            return "";
        }
        for (String name : data.names()) {
            String message = data.get(name).text("message");
            if (!message.isEmpty()) {
                return sentence(message);
            }
        }
        return sentence(data.text("message"));
    }

    /** Words of a cloud, on one line and with a full stop, so that others may follow. */
    public static String sentence(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.isEmpty() || line.matches(".*[.!?]") ? line : line + ".";
    }
}
