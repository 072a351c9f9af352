package com.libswarm.api;

import java.util.regex.Pattern;

/** What a printed message must not show: by the name it stands under, or by how it looks. */
final class Mask {

    static final String HIDDEN = "***";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "auth|token|secret|passw|key|credential|cookie|buildargs|registry", Pattern.CASE_INSENSITIVE);

    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("(?<=//)[^/\\s]+@");

    /** name=value inside a word, as in a log line, an error's text or JSON; bounded, so that no input makes it slow */
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)((?:auth|token|secret|passw|(?:api|access|private).?key|credential|cookie)[\\w.-]{0,40}[\"']?\\s{0,3}[=:]\\s{0,3}[\"']?)"
                    + "(?:Bearer\\s+|Basic\\s+)?[^\\s,;&\"']+");

    private Mask() {
    }

    static String value(String name, String value) {
        return !value.isEmpty() && SECRET_NAME.matcher(name).find() ? HIDDEN : text(value);
    }

    /** As one line that leaves a terminal as it is. */
    static String line(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var line = new StringBuilder(text.length() + 8);
        text.chars().forEach(c -> {
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else if (Character.isISOControl(c)) {
                line.append(String.format("\\x%02x", c));
            } else {
                line.append((char) c);
            }
        });
        return line.toString();
    }

    static String text(String text) {
        String shown = text.indexOf('@') < 0 ? text : CREDENTIALS_IN_URL.matcher(text).replaceAll(HIDDEN + "@");
        return shown.indexOf('=') < 0 && shown.indexOf(':') < 0 ? shown : ASSIGNMENT.matcher(shown).replaceAll("$1" + HIDDEN);
    }
}
