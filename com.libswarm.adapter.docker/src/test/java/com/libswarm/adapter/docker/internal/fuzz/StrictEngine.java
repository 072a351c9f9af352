package com.libswarm.adapter.docker.internal.fuzz;

import com.libswarm.adapter.docker.internal.client.FakeEngine;
import com.libswarm.adapter.docker.internal.fuzz.StrictRequests.Ending;
import com.libswarm.adapter.docker.internal.fuzz.StrictRequests.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An engine that takes nothing but one well-formed request after the other, each after its answer to the one before. */
final class StrictEngine implements AutoCloseable {

    static final String ANSWER = "answered";

    /** What it was asked, whole requests only. */
    final Queue<Request> asked = new ConcurrentLinkedQueue<>();
    /** What it should never have got. */
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final FakeEngine engine;

    StrictEngine() throws IOException {
        engine = new FakeEngine(0, (peer, n) -> {
            while (serve(peer)) {
                // the next one
            }
        });
    }

    private boolean serve(FakeEngine.Peer peer) throws IOException {
        var come = new StringBuilder();
        byte[] bytes = new byte[8192];
        StrictRequests read = new StrictRequests("");
        while (read.requests.isEmpty()) {
            int n = peer.in().read(bytes);
            if (n < 0) {
                return false;
            }
            come.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            read = new StrictRequests(come.toString());
            if (read.ending() == Ending.REFUSED) {
                wrong.add(come.toString());
                return false;
            }
        }
        Request request = read.requests.get(0);
        if (read.requests.size() > 1 || read.hasMore()) {
            wrong.add(come.toString());
            return false;
        }
        asked.add(request);
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER.length() + "\r\n\r\n" + (request.isHead() ? "" : ANSWER));
        return true;
    }

    int port() {
        return engine.port();
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
