package com.libswarm.adapter.simulator.internal.program;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Linux's signals, by name and number. */
public final class Signals {

    public static final int INT = 2;
    public static final int KILL = 9;
    public static final int TERM = 15;

    private static final List<String> NAMES = List.of("HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
            "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");
    private static final Map<String, Integer> ALIASES = Map.of("IOT", 6, "CLD", 17, "POLL", 29);
    private static final int LAST = 64;

    // CHLD, CONT, STOP, TSTP, TTIN, TTOU, URG, WINCH: they end nothing
    private static final Set<Integer> HARMLESS = Set.of(17, 18, 19, 20, 21, 22, 23, 28);

    private Signals() {
    }

    /** The number of {@code HUP}, {@code SIGHUP}, {@code sighup} or {@code 1}; empty if there is no such signal. */
    public static OptionalInt number(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        name = name.startsWith("SIG") ? name.substring(3) : name;
        if (NAMES.contains(name)) {
            return OptionalInt.of(NAMES.indexOf(name) + 1);
        }
        if (ALIASES.containsKey(name)) {
            return OptionalInt.of(ALIASES.get(name));
        }
        boolean isNumber = text.matches("[0-9]{1,2}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= LAST;
        return isNumber ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Whether a process that does not handle it ends by it. */
    static boolean isDeadly(int signal) {
        return !HARMLESS.contains(signal);
    }
}
