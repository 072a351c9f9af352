package com.libswarm.cloud.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a host has printed on its console, if its cloud shows that. At the end of the first start cloud-init prints the public keys of the SSH server, between
 * two lines (its program write-ssh-key-fingerprints).
 */
public final class Console {

    private static final Pattern KEYS = Pattern.compile("-----BEGIN SSH HOST KEY KEYS-----(.*?)-----END SSH HOST KEY KEYS-----", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("((?:ssh|ecdsa|sk)-[a-z0-9@.-]+) (AAAA[A-Za-z0-9+/]+=*)");
    private static final Pattern STAGE = Pattern.compile("Cloud-init v\\. \\S+ (running|finished) ");

    private Console() {
    }

    /** What {@link Provider#hostKeys} is to give: none if it prints none; empty as long as cloud-init is at work. */
    public static Optional<List<String>> hostKeys(String printed) {
        // after the first start, a host prints what it printed then no more, or behind it again
        Optional<String> last = KEYS.matcher(printed).results().map(block -> block.group(1)).reduce((one, next) -> next);
        if (last.isEmpty() && isAtWork(printed)) {
            return Optional.empty();
        }
        return Optional.of(last.map(block -> KEY.matcher(block).results().map(key -> key.group(1) + " " + key.group(2)).toList()).orElse(List.of()));
    }

    private static boolean isAtWork(String printed) {
        return STAGE.matcher(printed).results().map(stage -> stage.group(1)).reduce((one, next) -> next).filter("running"::equals).isPresent();
    }
}
