package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A shell script of docker commands, from a file of scenarios.
 *
 * @param expected lines that it prints on standard output, in this order; others may stand between them
 */
public record Scenario(String title, String script, List<String> expected) {

    private static final String PRELUDE = text("/scenarios/prelude.sh");

    /**
     * Reads a file in {@code scenarios/}: {@code == TITLE}, the script, and, after a line {@code --}, what is expected. With the system
     * property {@code scenario} only those whose titles contain it are given.
     */
    public static List<Scenario> read(String file) {
        return Arrays.stream(text("/scenarios/" + file).split("(?m)^== ")).filter(section -> !section.startsWith("#")).map(Scenario::parse)
                .filter(scenario -> scenario.title().contains(System.getProperty("scenario", ""))).toList();
    }

    private static Scenario parse(String section) {
        int lineEnd = section.indexOf('\n');
        String[] parts = section.substring(lineEnd + 1).split("(?m)^--\n", 2);
        List<String> expected = parts.length == 1 ? List.of() : Arrays.stream(parts[1].split("\n")).filter(line -> !line.isBlank()).toList();
        return new Scenario(section.substring(0, lineEnd), parts[0], expected);
    }

    private static String text(String resource) {
        try (InputStream in = Scenario.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it; gives what it printed with all that differs from run to run masked. */
    Outcome run(Docker docker) {
        String name = Docker.uniqueName();
        Outcome outcome = docker.script(PRELUDE + script, name);
        return new Outcome(outcome.status(), Mask.apply(outcome.out(), name), Mask.apply(outcome.err(), name));
    }

    /** Runs it and checks what is expected. */
    public Outcome runAndCheck(Docker docker) {
        Outcome outcome = run(docker);
        assertThat(outcome.out().lines().toList()).as("what '%s' prints; on standard error: %s", title, outcome.err())
                .containsSubsequence(expected);
        return outcome;
    }
}
