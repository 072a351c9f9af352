package com.libswarm.adapter.simulator.internal.program;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** All programs that there are, by name. */
public final class Programs {

    private static final Set<String> FOLDERS = Set.of("/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/local/sbin/");
    private static final int CHUNK = 4096;

    private final Map<String, Program> known;

    public Programs() {
        Program shell = new Shell(this);
        known = Map.ofEntries(
                Map.entry("sh", shell), Map.entry("ash", shell), Map.entry("bash", shell),
                Map.entry("echo", Programs::echo),
                Map.entry("cat", task -> copyInput(task, "cat")),
                Map.entry("true", task -> task.exit(0)),
                Map.entry("false", task -> task.exit(1)),
                Map.entry("sleep", Programs::sleep),
                Map.entry("tail", Programs::tail),
                Map.entry("yes", Programs::yes),
                Map.entry("seq", Programs::seq),
                Map.entry("env", Programs::env), Map.entry("printenv", Programs::env),
                Map.entry("hostname", task -> task.print(task.environment().hostname() + "\n", () -> task.exit(0))),
                Map.entry("whoami", task -> task.print("root\n", () -> task.exit(0))),
                Map.entry("pwd", task -> task.print("/\n", () -> task.exit(0))),
                Map.entry("ls", task -> task.exit(0)),
                Map.entry("wc", WordCount::run));
    }

    /** The program that {@code name} is, on the path or in one of the usual folders; empty if there is none. */
    public Optional<Program> find(String name, Environment environment) {
        String base = name.substring(name.lastIndexOf('/') + 1);
        if (name.contains("/") && !FOLDERS.contains(name.substring(0, name.length() - base.length()))) {
            return Optional.empty();
        }
        if (known.containsKey(base)) {
            return Optional.of(known.get(base));
        }
        return !base.isEmpty() && base.equals(environment.service()) ? Optional.of(Programs::idle) : Optional.empty();
    }

    /**
     * How long such a command takes if all it does is to let time pass, so that another instance can go on with it:
     * {@link Long#MAX_VALUE} if it is until it is stopped. Empty if it does anything else.
     */
    public OptionalLong idleMillis(List<String> argv, Environment environment) {
        if (argv.isEmpty()) {
            return OptionalLong.empty();
        }
        String name = argv.get(0).substring(argv.get(0).lastIndexOf('/') + 1);
        if (name.equals("sleep") && argv.size() == 2) {
            return millis(argv.get(1));
        }
        boolean idle = argv.equals(List.of("tail", "-f", "/dev/null")) || !known.containsKey(name) && name.equals(environment.service());
        return idle ? OptionalLong.of(Long.MAX_VALUE) : OptionalLong.empty();
    }

    /** Lets that much time pass; {@link Long#MAX_VALUE} is for ever. */
    public static Program sleeping(long millis) {
        return task -> {
            if (millis != Long.MAX_VALUE) {
                task.sleep(Math.max(0, millis), () -> task.exit(0));
            }
        };
    }

    private static void idle(Task task) {
        sleeping(Long.MAX_VALUE).run(task);
    }

    private static void echo(Task task) {
        boolean bare = !task.args().isEmpty() && task.args().get(0).equals("-n");
        String text = String.join(" ", bare ? task.args().subList(1, task.args().size()) : task.args());
        task.print(bare ? text : text + "\n", () -> task.exit(0));
    }

    private static void copyInput(Task task, String name) {
        if (task.args().isEmpty() || task.args().equals(List.of("-"))) {
            copy(task);
        } else {
            task.fail(1, name + ": can't open '" + task.args().get(0) + "': No such file or directory");
        }
    }

    private static void copy(Task task) {
        task.read(bytes -> {
            if (bytes.isEmpty()) {
                task.exit(0);
            } else {
                task.write(bytes.get(), () -> copy(task));
            }
        });
    }

    private static void sleep(Task task) {
        if (task.args().size() != 1) {
            task.fail(1, "sleep: give one duration, such as 5, 0.5, 2m or infinity");
            return;
        }
        OptionalLong millis = millis(task.args().get(0));
        if (millis.isEmpty()) {
            task.fail(1, "sleep: invalid number '" + task.args().get(0) + "'");
        } else {
            sleeping(millis.getAsLong()).run(task);
        }
    }

    private static OptionalLong millis(String text) {
        if (text.equals("infinity") || text.equals("inf")) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?[smhd]?")) {
            return OptionalLong.empty();
        }
        char unit = text.charAt(text.length() - 1);
        String number = Character.isDigit(unit) ? text : text.substring(0, text.length() - 1);
        double seconds = Map.of('m', 60, 'h', 3600, 'd', 86400).getOrDefault(unit, 1) * Double.parseDouble(number);
        return OptionalLong.of(Math.round(seconds * 1000));
    }

    private static void tail(Task task) {
        if (task.args().equals(List.of("-f", "/dev/null"))) {
            idle(task);
        } else {
            copyInput(task, "tail");
        }
    }

    private static void yes(Task task) {
        String line = task.args().isEmpty() ? "y" : String.join(" ", task.args());
        byte[] lines = (line + "\n").repeat(Math.max(1, CHUNK / (line.length() + 1))).getBytes(StandardCharsets.UTF_8);
        repeat(task, lines);
    }

    private static void repeat(Task task, byte[] bytes) {
        task.write(bytes, () -> repeat(task, bytes));
    }

    private static void seq(Task task) {
        try {
            long[] numbers = task.args().stream().mapToLong(Long::parseLong).toArray();
            switch (numbers.length) {
                case 1 -> count(task, 1, 1, numbers[0]);
                case 2 -> count(task, numbers[0], 1, numbers[1]);
                case 3 -> count(task, numbers[0], numbers[1], numbers[2]);
                default -> task.fail(1, "seq: give a last number, a first and a last, or a first, a step and a last");
            }
        } catch (NumberFormatException notWhole) {
            task.fail(1, "seq: " + String.join(" ", task.args()) + ": only whole numbers are known here");
        }
    }

    private static void count(Task task, long from, long step, long to) {
        var text = new StringBuilder(CHUNK + 20);
        long next = from;
        while (isBefore(next, step, to) && text.length() < CHUNK) {
            text.append(next).append('\n');
            next += step;
        }
        long rest = next;
        task.print(text.toString(), () -> {
            if (isBefore(rest, step, to)) {
                count(task, rest, step, to);
            } else {
                task.exit(0);
            }
        });
    }

    private static boolean isBefore(long next, long step, long to) {
        return step > 0 && next <= to || step < 0 && next >= to;
    }

    private static void env(Task task) {
        var text = new StringBuilder();
        if (task.args().isEmpty()) {
            task.environment().variables().forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        } else {
            String value = task.environment().get(task.args().get(0));
            text.append(value).append(value.isEmpty() ? "" : "\n");
        }
        task.print(text.toString(), () -> task.exit(text.length() == 0 ? 1 : 0));
    }
}
