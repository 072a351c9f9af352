package com.libswarm.adapter.simulator.internal.program;

import java.util.List;

/** {@code wc}, {@code wc -c} and {@code wc -l} of the standard input. */
final class WordCount {

    private final Task task;
    private long lines;
    private long words;
    private long bytes;
    private boolean inWord;

    private WordCount(Task task) {
        this.task = task;
    }

    static void run(Task task) {
        if (task.args().isEmpty() || task.args().equals(List.of("-c")) || task.args().equals(List.of("-l"))) {
            new WordCount(task).readOn();
        } else {
            task.fail(1, "wc: only -c and -l of the standard input are known here");
        }
    }

    private void readOn() {
        task.read(chunk -> {
            if (chunk.isEmpty()) {
                task.print(result() + "\n", () -> task.exit(0));
                return;
            }
            for (byte b : chunk.get()) {
                count(b);
            }
            readOn();
        });
    }

    private void count(byte b) {
        boolean space = b >= 0 && b <= ' ';
        bytes++;
        lines += b == '\n' ? 1 : 0;
        words += inWord || space ? 0 : 1;
        inWord = !space;
    }

    private String result() {
        if (task.args().isEmpty()) {
            return String.format("%9d %9d %9d", lines, words, bytes);
        }
        return Long.toString(task.args().get(0).equals("-c") ? bytes : lines);
    }
}
