package com.libswarm.adapter.simulator.internal.program;

import java.util.List;

/** A shell script as its parser understands it. Words are as they were written: quotes and variables are for the one who runs it. */
sealed interface Script {

    /** Commands one after the other, each if what came before lets it. */
    record Sequence(List<Item> items) implements Script {
    }

    record Item(When when, Script command) {
    }

    enum When { ALWAYS, AFTER_SUCCESS, AFTER_FAILURE }

    record Simple(List<String> words, List<Redirection> redirections) implements Script {
    }

    /** @param from OUT or ERR */
    record Redirection(Stream from, Stream to) {
    }

    record While(Script condition, Script body) implements Script {
    }

    record For(String variable, List<String> values, Script body) implements Script {
    }
}
