package com.libswarm.adapter.simulator.internal.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** {@code sh -c SCRIPT [NAME ARGS...]}, or {@code sh}, which runs the lines of its standard input one by one. */
final class Shell implements Program {

    private static final String PROMPT = "/ # ";
    private static final int LONGEST_LINE = 64 * 1024;

    private final Programs programs;

    Shell(Programs programs) {
        this.programs = programs;
    }

    @Override
    public void run(Task task) {
        List<String> args = task.args();
        if (args.isEmpty() || List.of(List.of("-i"), List.of("-l"), List.of("-")).contains(args)) {
            new Lines(task).readOn();
        } else if (args.size() > 1 && args.get(0).matches("-[a-z]*c")) {
            List<String> parameters = args.size() > 2 ? args.subList(2, args.size()) : List.of(task.name());
            try {
                var script = ScriptParser.parse(args.get(1));
                new ScriptRun(programs, task, parameters).run(script, task::exit);
            } catch (IllegalArgumentException wrong) {
                task.fail(2, "sh: " + wrong.getMessage());
            }
        } else {
            task.fail(2, "sh: can't open '" + args.get(0) + "': No such file or directory");
        }
    }

    /** Runs what comes in, line by line. */
    private final class Lines {
        private final Task task;
        private final ScriptRun shell;
        private final Queue<String> lines = new ArrayDeque<>();
        private final StringBuilder begun = new StringBuilder();
        private int status;
        private boolean ended;

        Lines(Task task) {
            this.task = task;
            this.shell = new ScriptRun(programs, task, List.of(task.name()));
            prompt();
        }

        private void prompt() {
            if (task.environment().isTerminal()) {
                task.print(PROMPT, () -> { });
            }
        }

        void readOn() {
            if (!lines.isEmpty()) {
                runLine(lines.remove());
            } else if (ended) {
                task.exit(status);
            } else {
                task.read(bytes -> {
                    ended = bytes.isEmpty();
                    bytes.ifPresent(typed -> begun.append(new String(typed, StandardCharsets.UTF_8)));
                    cut();
                    readOn();
                });
            }
        }

        private void cut() {
            for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
                lines.add(begun.substring(0, end));
                begun.delete(0, end + 1);
            }
            if (ended || begun.length() > LONGEST_LINE) {
                lines.add(begun.toString());
                begun.setLength(0);
            }
        }

        private void runLine(String line) {
            try {
                shell.run(ScriptParser.parse(line), code -> {
                    status = code;
                    prompt();
                    readOn();
                });
            } catch (IllegalArgumentException wrong) {
                status = 2;
                task.complain("sh: " + wrong.getMessage(), () -> {
                    prompt();
                    readOn();
                });
            }
        }
    }
}
