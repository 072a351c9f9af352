package com.libswarm.adapter.simulator.internal.program;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A terminal's line discipline: echoes what is typed, gives it to the program line by line, turns Ctrl-C into a signal and Ctrl-D
 * into the end of input. Programs cannot switch it to another mode.
 */
final class Terminal {

    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int BACKSPACE = 8;
    private static final int CTRL_BACKSLASH = 28;
    private static final int DELETE = 127;
    private static final int LONGEST_LINE = 4096;
    private static final int QUIT = 3;

    private final IntConsumer signal;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream echo = new ByteArrayOutputStream();
    private final List<byte[]> lines = new ArrayList<>();

    Terminal(IntConsumer signal) {
        this.signal = signal;
    }

    void type(byte[] keys) {
        for (byte key : keys) {
            type(key);
        }
    }

    private void type(byte key) {
        switch (key) {
            case '\r', '\n' -> {
                echo.write('\n');
                line.write('\n');
                enter();
            }
            case CTRL_D -> enter();
            case CTRL_C -> interrupt("^C", Signals.INT);
            case CTRL_BACKSLASH -> interrupt("^\\", QUIT);
            case BACKSPACE, DELETE -> erase();
            default -> {
                if (line.size() < LONGEST_LINE) {
                    line.write(key);
                    echo.write(key);
                }
            }
        }
    }

    private void enter() {
        lines.add(line.toByteArray());
        line.reset();
    }

    private void interrupt(String shown, int number) {
        echo.writeBytes((shown + "\n").getBytes());
        line.reset();
        signal.accept(number);
    }

    private void erase() {
        if (line.size() > 0) {
            byte[] shorter = Arrays.copyOf(line.toByteArray(), line.size() - 1);
            line.reset();
            line.writeBytes(shorter);
            echo.writeBytes(new byte[] {'\b', ' ', '\b'});
        }
    }

    /** What the terminal shows of the keys since the last call. */
    byte[] takeEcho() {
        byte[] shown = echo.toByteArray();
        echo.reset();
        return shown;
    }

    /** The lines entered since the last call; an empty one is the end of input. */
    List<byte[]> takeLines() {
        var entered = List.copyOf(lines);
        lines.clear();
        return entered;
    }
}
