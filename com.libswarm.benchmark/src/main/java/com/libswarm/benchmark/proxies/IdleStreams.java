package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What streams cost that carry nothing. */
final class IdleStreams {

    private static final int STREAMS = 1000;
    private static final String LOGS = "GET /containers/web/logs?follow=1&stdout=1 HTTP/1.1\r\nHost: docker\r\nUser-Agent: benchmark\r\n\r\n";
    private static final String ATTACH = Streams.attach("up=" + Long.MAX_VALUE);

    private IdleStreams() {
    }

    static String rows(Contestant swarmd) throws IOException {
        return row("docker logs -f", LOGS, swarmd) + "\n" + row("docker attach", ATTACH, swarmd);
    }

    private static String row(String name, String request, Contestant swarmd) throws IOException {
        long pid = swarmd.process().pid();
        // the first ones load classes, which is no cost of the others
        List<Socket> open = new ArrayList<>();
        try {
            open.add(StreamClient.open(swarmd.port(), request));
            double megabytes = Usage.residentMegabytes(pid);
            int threads = Usage.threads(pid);
            while (open.size() <= STREAMS) {
                open.add(StreamClient.open(swarmd.port(), request));
            }
            return String.format(Locale.ROOT, "| %d %s | %.0f MB | **+%.0f MB** | %+d |", STREAMS, name, megabytes,
                    Usage.residentMegabytes(pid) - megabytes, Usage.threads(pid) - threads);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
