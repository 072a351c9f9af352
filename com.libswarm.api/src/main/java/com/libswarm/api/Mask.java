package com.libswarm.api;

import java.util.regex.Pattern;

/** What a printed message must not show: by the name it stands under, or by how it looks. */
final class Mask {

    static final String HIDDEN = "***";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "auth|token|secret|passw|key|credential|cookie|buildargs|registry", Pattern.CASE_INSENSITIVE);

    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("(?<=//)[^/@\\s]+@");

    /** name=value inside a word, as in a log line or an error's text */
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)((?:auth|token|secret|passw|api.?key|credential|cookie)[\\w.-]*\\s*[=:]\\s*)(?:Bearer\\s+|Basic\\s+)?[^\\s,;&\"]+");

    private Mask() {
    }

    static String value(String name, String value) {
        return !value.isEmpty() && SECRET_NAME.matcher(name).find() ? HIDDEN : text(value);
    }

    static String text(String text) {
        String shown = text.indexOf('@') < 0 ? text : CREDENTIALS_IN_URL.matcher(text).replaceAll(HIDDEN + "@");
        return shown.indexOf('=') < 0 && shown.indexOf(':') < 0 ? shown : ASSIGNMENT.matcher(shown).replaceAll("$1" + HIDDEN);
    }
}
