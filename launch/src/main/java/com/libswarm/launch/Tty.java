package com.libswarm.launch;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The terminal on standard input, by way of {@code stty}. */
final class Tty {

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private final String saved;

    private Tty(String saved) {
        this.saved = saved;
    }

    /** Empty if standard input is no terminal. */
    static Optional<Tty> ofStandardInput() {
        return stty("-g").map(Tty::new);
    }

    /** Every key goes to the other side as it is, Ctrl-C too, and nothing is echoed here. */
    void raw() {
        stty("raw", "-echo");
    }

    /** As it was at the start. */
    void restore() {
        stty(saved);
    }

    /** Columns and rows. */
    int[] size() {
        String[] rowsAndColumns = stty("size").orElse("").split(" ");
        try {
            int[] size = {Integer.parseInt(rowsAndColumns[1]), Integer.parseInt(rowsAndColumns[0])};
            return size[0] > 0 && size[1] > 0 ? size : new int[] {COLUMNS, ROWS};
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
            return new int[] {COLUMNS, ROWS};
        }
    }

    /** What it printed; empty if it failed. */
    private static Optional<String> stty(String... arguments) {
        var command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectInput(Redirect.INHERIT).redirectError(Redirect.DISCARD).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
        } catch (IOException noStty) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
