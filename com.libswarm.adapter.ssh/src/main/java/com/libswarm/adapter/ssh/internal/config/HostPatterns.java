package com.libswarm.adapter.ssh.internal.config;

import java.util.List;
import java.util.regex.Pattern;

/** Patterns of host names (ssh_config(5), PATTERNS): {@code *} and {@code ?}, and {@code !} before one that must not fit. */
public final class HostPatterns {

    private HostPatterns() {
    }

    /** Whether one of the patterns fits, and none that begins with {@code !}. */
    public static boolean match(String host, List<String> patterns) {
        boolean fits = false;
        for (String pattern : patterns) {
            boolean not = pattern.startsWith("!");
            if (fits(host, not ? pattern.substring(1) : pattern)) {
                if (not) {
                    return false;
                }
                fits = true;
            }
        }
        return fits;
    }

    private static boolean fits(String host, String pattern) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(host).matches();
    }
}
