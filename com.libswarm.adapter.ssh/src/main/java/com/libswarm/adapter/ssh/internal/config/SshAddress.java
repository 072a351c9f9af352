package com.libswarm.adapter.ssh.internal.config;

import com.libswarm.api.Failure;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code [USER@]HOST[:PORT]}, as the ssh command knows it, or the same behind {@code ssh://}.
 *
 * @param host as it was written, without the brackets of an IPv6 address: it may be a name of the configuration only
 */
public record SshAddress(Optional<String> user, String host, OptionalInt port) {

    private static final Pattern FORM = Pattern.compile("(?:ssh://)?(?:([^@\\s:/]+)@)?(\\[[0-9a-fA-F:.%]+]|[^@:/\\s\\[\\]-][^@:/\\s\\[\\]]*)(?::(\\d{1,5}))?/?");

    /** @throws Failure 400 if it is no such address */
    public static SshAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        int port = form.matches() && form.group(3) != null ? Integer.parseInt(form.group(3)) : 0;
        if (!form.matches() || port > 65535 || form.group(3) != null && port == 0) {
            throw new Failure(400, "The address '" + text.replaceAll(":[^@/]*@", ":***@") + "' is not USER@HOST:PORT; the user and the port may be left "
                    + "out, and a password has no place there: keys come from files or an ssh-agent.");
        }
        return new SshAddress(Optional.ofNullable(form.group(1)), form.group(2).replaceAll("[\\[\\]]", ""),
                port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
    }
}
