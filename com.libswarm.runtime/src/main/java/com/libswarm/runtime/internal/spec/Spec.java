package com.libswarm.runtime.internal.spec;

import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import java.util.List;

/** What names a link: an adapter and the words after it. */
public record Spec(String adapter, List<String> words) {

    /** @throws Failure 400 if it cannot be read */
    public static Spec parse(String text) {
        List<String> words = Words.split(text);
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new Failure(400, "A spec is empty: write an adapter's name and its arguments, such as 'simulator web'.");
        }
        return new Spec(words.get(0), words.subList(1, words.size()));
    }

    /** As a shell would take it, with what looks like a secret masked. */
    @Override
    public String toString() {
        String shown = Args.words(words.toArray(String[]::new)).toString();
        return shown.isEmpty() ? adapter : adapter + " " + shown;
    }
}
