package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options that all adapters for clouds have. Their lines, for the declarations, stand here once.
 *
 * @param least so many hosts are built without being asked for
 * @param most there are never more
 * @param buildLimit how long a host may take until its engine answers
 * @param idleLimit after how long without containers it is deleted, if ever
 */
public record CloudOptions(HostNames names, int least, int most, Duration buildLimit, Optional<Duration> idleLimit, Reach reach) {

    public static final String INSTANCE = "--instance NAME  the host's name; further ones are NAME-2, NAME-3, ... (default: libswarm)";
    public static final String HOSTS = "--hosts MIN..MAX  how many hosts: MIN are built at once, more when they are needed (default: 1)";
    public static final String BUILD = "--build-timeout TIME  how long a host may take until its engine answers (default: 15m)";
    public static final String IDLE = "--delete-idle TIME  deletes a host that had no container for so long, down to MIN (default: never)";
    public static final String KEY = "--key FILE  the private key for SSH";
    public static final String USER = "--user USER  the user for SSH";
    public static final String SSH_PORT = "--ssh-port PORT  where the host's SSH server listens (default: 22)";
    public static final String KNOWN_HOSTS = "--known-hosts FILE  the keys of hosts that have been seen (default: ~/.ssh/known_hosts)";
    public static final String TUN_PORT = "--tun-port PORT  where the host's engine listens, on 127.0.0.1 (default: 2375)";

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:[.][.]([0-9]{1,4}))?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d)");

    /**
     * Reads them; what is missing is noted for {@link Settings#check}.
     *
     * @throws Failure 400 if a value cannot be read
     */
    public static CloudOptions read(Settings settings) {
        String hosts = settings.get("hosts").orElse("1");
        Matcher range = RANGE.matcher(hosts);
        int least = range.matches() ? Integer.parseInt(range.group(1)) : -1;
        int most = least < 0 ? -1 : range.group(2) == null ? least : Integer.parseInt(range.group(2));
        if (most < 1 || most < least) {
            throw new Failure(400, "'--hosts " + hosts + "' is no number of hosts: write --hosts 2, or --hosts 1..5, or --hosts 0..1.");
        }
        return new CloudOptions(new HostNames(settings.get("instance").orElse("libswarm")), least, most,
                settings.get("build-timeout").map(time -> time("build-timeout", time)).orElse(Duration.ofMinutes(15)),
                settings.get("delete-idle").map(time -> time("delete-idle", time)), Reach.read(settings));
    }

    private static Duration time(String option, String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches() || Long.parseLong(time.group(1)) == 0) {
            throw new Failure(400, "'--" + option + " " + text + "' is no time: write it as 90s, 15m or 2h.");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Whether all hosts are one engine. */
    boolean many() {
        return most > 1;
    }
}
