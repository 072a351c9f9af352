package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A shell script of docker commands, from a file of scenarios.
 *
 * @param expected lines that it prints on standard output, in this order; others may stand between them
 */
public record Scenario(String title, String script, List<String> expected) {

    /** Reads a file in {@code scenarios/}: {@code == TITLE}, the script, and, after a line {@code --}, what is expected. */
    public static List<Scenario> read(String file) {
        List<Scenario> scenarios = new ArrayList<>();
        for (String section : text("/scenarios/" + file).split("(?m)^== ")) {
            if (!section.startsWith("#")) {
                scenarios.add(parse(section));
            }
        }
        return scenarios;
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

    /** Runs it and checks what is expected; gives what it printed with all that differs from run to run masked. */
    public Outcome run(Docker docker) {
        String name = Docker.uniqueName();
        Outcome outcome = docker.script(script, name);
        String out = Mask.apply(outcome.out(), name);
        Outcome masked = new Outcome(outcome.status(), out, Mask.apply(outcome.err(), name));
        assertThat(out.lines().toList()).as("what '%s' prints; on standard error: %s", title, masked.err()).containsSubsequence(expected);
        return masked;
    }
}
