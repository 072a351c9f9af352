package com.libswarm.adapter.docker.internal.client;

import com.libswarm.api.Failure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine's host as docker writes it for SSH: {@code ssh://[USER@]HOST[:PORT][/PATH]}.
 *
 * @param host as an {@code ssh} link takes it, {@code [USER@]HOST[:PORT]}
 * @param socket where the engine listens over there, if the address says it
 */
record SshHost(String host, Optional<String> socket) {

    private static final String SCHEME = "ssh://";
    private static final Pattern FORM = Pattern.compile("((?:[^@:/\\s'\"]+@)?(?:\\[[0-9a-fA-F:.%]+]|[^@:/\\s'\"\\[\\]-][^@:/\\s'\"\\[\\]]*)(?::\\d{1,5})?)(/[^\\s'\"]*)?");

    static boolean is(String url) {
        return url.startsWith(SCHEME);
    }

    /** @throws Failure 400 if it is something else */
    static SshHost parse(String url) {
        Matcher form = FORM.matcher(url.substring(SCHEME.length()));
        if (!form.matches()) {
            throw new Failure(400, "The address '" + url.replaceAll("//[^/@]*@", "//***@") + "' is not ssh://USER@HOST:PORT/PATH; the user, the port and the path "
                    + "of the engine's socket may be left out, and a password has no place there.");
        }
        return new SshHost(form.group(1), Optional.ofNullable(form.group(2)).filter(path -> path.length() > 1));
    }

    /** The spec of the link that leads there. */
    String spec() {
        return "ssh " + host + socket.map(path -> " --socket " + path).orElse("");
    }
}
