package com.libswarm.adapter.exec;

import com.libswarm.api.Message;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;

/**
 * The program's standard input: Log messages wait here in order until they are written, then get their Ack. When many wait,
 * because the program reads slowly, those with no place for a reply are dropped and counted; the others wait, for their senders
 * count what is unanswered.
 */
final class ProgramInput {

    /** So many lines may wait. */
    static final int WINDOW = 1_000;

    /** So many may wait whose senders do not count. */
    static final int LIMIT = 10 * WINDOW;

    /** Stands behind the last line. */
    private static final Message END = Message.ack();

    private final Executor blocking;
    private final LongConsumer droppedLines;

    // guarded by this
    private final Queue<Message> waiting = new ArrayDeque<>();
    private Optional<OutputStream> program = Optional.empty();
    private Optional<String> closed = Optional.empty();
    private boolean writing;
    private long dropped;

    /**
     * @param blocking writes
     * @param droppedLines is told how many lines were dropped, when there is room again
     */
    ProgramInput(Executor blocking, LongConsumer droppedLines) {
        this.blocking = blocking;
        this.droppedLines = droppedLines;
    }

    /** The program runs. */
    void open(OutputStream stdin) {
        synchronized (this) {
            program = Optional.of(new BufferedOutputStream(stdin));
        }
        write();
    }

    /** Takes a line, now or never. */
    void add(Message log) {
        String refusal;
        synchronized (this) {
            boolean counted = log.wantsReply();
            boolean room = waiting.size() < (counted ? LIMIT : WINDOW);
            if (closed.isEmpty() && room) {
                waiting.add(log);
            } else if (!counted) {
                dropped++;
            }
            refusal = closed.orElse(room ? "" : "The program reads too slowly: " + LIMIT + " lines wait for it already.");
        }
        if (refusal.isEmpty()) {
            write();
        } else {
            log.reply(Message.error(503, refusal));
        }
    }

    /** The end of input comes after the lines that wait. */
    void finish() {
        synchronized (this) {
            if (closed.isPresent()) {
                return;
            }
            closed = Optional.of("The program's input has ended.");
            waiting.add(END);
        }
        write();
    }

    /** Takes no more; those that wait get an Error. */
    void close(String why) {
        List<Message> left;
        synchronized (this) {
            closed = closed.isEmpty() ? Optional.of(why) : closed;
            left = new ArrayList<>(waiting);
            waiting.clear();
        }
        left.forEach(log -> log.reply(Message.error(503, why)));
    }

    /** Starts a writer if there is something to write and nobody writes. */
    private void write() {
        synchronized (this) {
            if (writing || program.isEmpty() || waiting.isEmpty()) {
                return;
            }
            writing = true;
        }
        try {
            blocking.execute(this::writeAll);
        } catch (RejectedExecutionException stopped) {
            close("The program is being stopped.");
        }
    }

    private void writeAll() {
        List<Message> written = new ArrayList<>();
        try {
            OutputStream out = stdin();
            for (Optional<Message> log = next(); log.isPresent(); log = next()) {
                if (log.get() == END) {
                    out.close();
                    return;
                }
                written.add(log.get());
                out.write((log.get().text() + "\n").getBytes(StandardCharsets.UTF_8));
                if (written.size() == WINDOW / 10 || isLast()) {
                    out.flush();
                    acknowledge(written);
                }
            }
        } catch (IOException gone) {
            String why = "The program takes no more lines.";
            written.forEach(log -> log.reply(Message.error(503, why)));
            close(why);
        }
    }

    private void acknowledge(List<Message> written) {
        written.forEach(log -> log.reply(Message.ack()));
        written.clear();
        long lost;
        synchronized (this) {
            lost = waiting.size() < WINDOW / 2 ? dropped : 0;
            dropped -= lost;
        }
        if (lost > 0) {
            droppedLines.accept(lost);
        }
    }

    private synchronized boolean isLast() {
        return waiting.isEmpty() || waiting.peek() == END;
    }

    private synchronized Optional<Message> next() {
        Optional<Message> log = Optional.ofNullable(waiting.poll());
        writing = log.isPresent();
        return log;
    }

    private synchronized OutputStream stdin() {
        return program.orElseThrow();
    }
}
