package com.libswarm.adapter.exec;

import com.libswarm.api.Args;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/** Reads one output of the program and sends its lines on. So many may be unanswered, then the program has to wait. */
final class ProgramOutput {

    private static final int WINDOW = 1_000;

    private final String stream;
    private final Sender next;
    private final Semaphore window = new Semaphore(WINDOW);

    /** @param stream stdout or stderr */
    ProgramOutput(String stream, Sender next) {
        this.stream = stream;
        this.next = next;
    }

    /** Reads to the end, on this thread. */
    void read(InputStream in) throws IOException {
        Lines lines = new Lines(this::send);
        byte[] bytes = new byte[8 * 1024];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            lines.feed(bytes, n);
        }
        lines.end();
    }

    private void send(String line) {
        try {
            window.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The link was stopped.");
        }
        Message log = Message.log(ProgramLink.PATH, line);
        Args args = Args.of("stream", stream).withWords(line);
        Call.ask(next, log.withArgs(args)).result().thenAccept(reply -> {
            reply.body().cancel();
            window.release();
        });
    }
}
