package com.libswarm.swarmd.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a client wants.
 *
 * @param mode what to run
 * @param command the command; empty in the other modes
 * @param directory the client's working directory: files that the command names are relative to it
 * @param terminal the kind of terminal, as in {@code $TERM}; empty if it is none
 * @param columns the terminal's width, 0 if it is none
 * @param rows the terminal's height, 0 if it is none
 */
public record Request(Mode mode, String command, String directory, String terminal, int columns, int rows) {

    /** How much input a client may send before it is given credit for more. */
    public static final int INPUT_WINDOW = 64 * 1024;

    /** What to run. The order is part of the protocol. */
    public enum Mode {
        /** One command; the exit status is the command's. */
        COMMAND,
        /** Commands from standard input, a line each; the exit status is that of the last. */
        SCRIPT,
        /** A shell on a terminal. */
        TERMINAL
    }

    /** @throws IllegalArgumentException if the command is too long for a frame */
    public Frame toFrame() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(mode.ordinal());
            for (String text : new String[] {command, directory, terminal}) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(encoded.length);
                out.write(encoded);
            }
            out.writeInt(columns);
            out.writeInt(rows);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Frame(FrameType.OPEN, bytes.toByteArray());
    }

    /** @throws IOException if the frame does not hold a request */
    public static Request of(Frame frame) throws IOException {
        if (frame.type() != FrameType.OPEN) {
            throw new IOException("The first frame must be OPEN, not " + frame + ".");
        }
        var in = new DataInputStream(new ByteArrayInputStream(frame.payload()));
        int mode = in.readUnsignedByte();
        if (mode >= Mode.values().length) {
            throw new IOException("There is no mode " + mode + ".");
        }
        return new Request(Mode.values()[mode], text(in), text(in), text(in), in.readInt(), in.readInt());
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("A text of " + length + " bytes does not fit into its frame.");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
