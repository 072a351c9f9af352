package com.libswarm.adapter.simulator.internal.program;

import com.libswarm.adapter.simulator.internal.program.Script.For;
import com.libswarm.adapter.simulator.internal.program.Script.Item;
import com.libswarm.adapter.simulator.internal.program.Script.Redirection;
import com.libswarm.adapter.simulator.internal.program.Script.Sequence;
import com.libswarm.adapter.simulator.internal.program.Script.Simple;
import com.libswarm.adapter.simulator.internal.program.Script.When;
import com.libswarm.adapter.simulator.internal.program.Script.While;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A shell that runs scripts, command by command, in one process. */
final class ScriptRun {

    private static final String ASSIGNMENT = "[A-Za-z_][A-Za-z_0-9]*=.*";

    private final Programs programs;
    private final Task task;
    private final List<String> parameters;
    private int status;

    /** @param parameters {@code $0}, {@code $1}, ... */
    ScriptRun(Programs programs, Task task, List<String> parameters) {
        this.programs = programs;
        this.task = task;
        this.parameters = parameters;
    }

    /** @param then gets the exit code of the last command; not called when the script ends the shell */
    void run(Script script, IntConsumer then) {
        if (script instanceof Sequence sequence) {
            runFrom(sequence.items(), 0, then);
        } else if (script instanceof While loop) {
            runWhile(loop, 0, then);
        } else if (script instanceof For loop) {
            runFor(loop, 0, then);
        } else {
            runSimple((Simple) script, code -> {
                status = code;
                then.accept(code);
            });
        }
    }

    private void runFrom(List<Item> items, int first, IntConsumer then) {
        int i = first;
        while (i < items.size() && isSkipped(items.get(i).when())) {
            i++;
        }
        int next = i + 1;
        if (i < items.size()) {
            run(items.get(i).command(), code -> runFrom(items, next, then));
        } else {
            then.accept(status);
        }
    }

    private boolean isSkipped(When when) {
        return when == When.AFTER_SUCCESS && status != 0 || when == When.AFTER_FAILURE && status == 0;
    }

    private void runWhile(While loop, int last, IntConsumer then) {
        run(loop.condition(), condition -> {
            if (condition == 0) {
                run(loop.body(), code -> task.later(() -> runWhile(loop, code, then)));
            } else {
                status = last;
                then.accept(last);
            }
        });
    }

    private void runFor(For loop, int index, IntConsumer then) {
        if (index == loop.values().size()) {
            then.accept(status);
            return;
        }
        task.environment().set(loop.variable(), expand(loop.values().get(index)));
        run(loop.body(), code -> task.later(() -> runFor(loop, index + 1, then)));
    }

    private void runSimple(Simple command, IntConsumer then) {
        List<String> words = command.words().stream().map(this::expand).toList();
        Stream out = task.out();
        Stream err = task.err();
        for (Redirection redirection : command.redirections()) {
            Stream to = redirection.to() == Stream.OUT ? out : redirection.to() == Stream.ERR ? err : Stream.NULL;
            out = redirection.from() == Stream.OUT ? to : out;
            err = redirection.from() == Stream.ERR ? to : err;
        }
        Task child = task.child(words, out, err, then);
        if (!words.isEmpty() && command.words().get(0).matches(ASSIGNMENT)) {
            assign(words, child);
        } else {
            runCommand(child);
        }
    }

    private void runCommand(Task child) {
        if (child.argv().isEmpty()) {
            child.exit(0);
            return;
        }
        switch (child.name()) {
            case ":" -> child.exit(0);
            case "exit" -> exit(child);
            case "export" -> assign(child.args(), child);
            case "cd" -> changeFolder(child);
            case "trap" -> trap(child);
            case "exec" -> runCommand(task.child(child.args(), child.out(), child.err(), task::exit));
            default -> {
                Optional<Program> program = programs.find(child.name(), child.environment());
                program.ifPresentOrElse(found -> found.run(child), () -> child.fail(127, "sh: " + child.name() + ": not found"));
            }
        }
    }

    private void exit(Task child) {
        String code = child.args().isEmpty() ? Integer.toString(status) : child.args().get(0);
        if (code.matches("[0-9]{1,9}")) {
            task.exit(Integer.parseInt(code) & 0xff);
        } else {
            child.complain("sh: exit: Illegal number: " + code, () -> task.exit(2));
        }
    }

    private void assign(List<String> settings, Task child) {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                child.environment().set(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        child.exit(0);
    }

    private static void changeFolder(Task child) {
        if (child.args().isEmpty() || child.args().equals(List.of("/"))) {
            child.exit(0);
        } else {
            child.fail(1, "sh: cd: can't cd to " + child.args().get(0) + ": No such file or directory");
        }
    }

    /** Only {@code trap '' SIGNAL...}: ignore them from now on. */
    private static void trap(Task child) {
        List<String> args = child.args();
        if (args.size() < 2 || !args.get(0).isEmpty()) {
            child.fail(2, "sh: trap: only trap '' SIGNAL... is known here");
            return;
        }
        args.subList(1, args.size()).forEach(name -> Signals.number(name).ifPresent(child::ignore));
        child.exit(0);
    }

    private String expand(String word) {
        return new Expansion(task.environment(), parameters, status).of(word);
    }
}
