package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Stream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What a container wrote, line by line: the latest megabyte, with what the lines cost in memory. */
final class ContainerLog {

    private static final int LIMIT = 1024 * 1024;
    // as Docker's json-file has it
    private static final int LONGEST_LINE = 16 * 1024;

    private final History<LogLine> lines = new History<>(LIMIT, line -> line.bytes().length);
    private final Map<Stream, ByteArrayOutputStream> begun = new EnumMap<>(Stream.class);

    ContainerLog() {
        begun.put(Stream.OUT, new ByteArrayOutputStream());
        begun.put(Stream.ERR, new ByteArrayOutputStream());
    }

    History<LogLine> lines() {
        return lines;
    }

    void append(Stream stream, byte[] bytes) {
        var line = begun.get(stream);
        for (byte b : bytes) {
            line.write(b);
            if (b == '\n' || line.size() >= LONGEST_LINE) {
                finish(stream);
            }
        }
    }

    /** The process has ended: a line without an end is whole, too. */
    void end() {
        finish(Stream.OUT);
        finish(Stream.ERR);
        lines.tellFollowers();
    }

    private void finish(Stream stream) {
        var line = begun.get(stream);
        if (line.size() > 0) {
            lines.add(new LogLine(Instant.now(), stream, line.toByteArray()));
            line.reset();
        }
    }

    byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (LogLine line : lines.all()) {
                out.writeLong(line.time().getEpochSecond());
                out.writeInt(line.time().getNano());
                out.writeByte(line.stream().number());
                out.writeInt(line.bytes().length);
                out.write(line.bytes());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static ContainerLog fromBytes(byte[] bytes) {
        var log = new ContainerLog();
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            while (in.available() > 0) {
                var time = Instant.ofEpochSecond(in.readLong(), in.readInt());
                Stream stream = in.readByte() == Stream.ERR.number() ? Stream.ERR : Stream.OUT;
                log.lines.add(new LogLine(time, stream, in.readNBytes(in.readInt())));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return log;
    }
}
