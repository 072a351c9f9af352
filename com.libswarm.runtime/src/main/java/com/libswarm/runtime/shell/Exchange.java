package com.libswarm.runtime.shell;

import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;

/** Sends one message and prints its reply, on a thread that may wait. An interrupt of that thread (Ctrl-C) cancels it all. */
final class Exchange {

    private final SendRequest request;
    private final Console console;

    Exchange(SendRequest request, Console console) {
        this.request = request;
        this.console = console;
    }

    /**
     * Returns when the reply has been printed to its end.
     *
     * @throws Failure what the reply says if it is an Error, or why its body broke off
     */
    void run(Sender to) throws InterruptedException {
        try (Upload upload = Upload.of(request.source(), console)) {
            Call call = Call.ask(to, request.message().withBody(upload.body()));
            print(await(call));
        }
    }

    private static Message await(Call call) throws InterruptedException {
        try {
            return call.result().get();
        } catch (InterruptedException interrupted) {
            call.cancel();
            throw interrupted;
        } catch (ExecutionException impossible) {
            throw Failure.of(impossible);
        }
    }

    private void print(Message reply) throws InterruptedException {
        if (request.showHead()) {
            console.out().println(reply.verb() + " " + reply.status());
            reply.head().forEach((name, value) -> console.out().println(name + ": " + value));
            console.out().println();
        }
        if (reply.isError()) {
            reply.body().cancel();
            throw new Failure(reply.status(), Table.printable(reply.text()));
        }
        if (reply.body().isNone()) {
            reply.args().words().forEach(console.out()::println);
            reply.args().pairs().forEach(pair -> console.out().println(pair.getKey() + "=" + pair.getValue()));
            console.out().flush();
        } else {
            copy(reply.body(), console.out());
        }
    }

    private static void copy(Body body, PrintStream out) throws InterruptedException {
        byte[] chunk = new byte[16 * 1024];
        try (InputStream in = body.in()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
                out.flush();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (out.checkError()) {
                    return;
                }
            }
        } catch (InterruptedIOException interrupted) {
            throw (InterruptedException) new InterruptedException().initCause(interrupted);
        } catch (IOException broken) {
            throw new Failure(Failure.of(broken).status(), "The reply broke off: " + broken.getMessage());
        }
    }
}
