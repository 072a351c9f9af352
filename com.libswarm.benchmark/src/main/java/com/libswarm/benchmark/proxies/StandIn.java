package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What stands in for an engine: nginx with one worker and fixed answers, much faster than an engine. */
record StandIn(int port, Process process) {

    private static final int CONTAINERS = 50;
    private static final long IMAGE_BYTES = 1L << 30;

    static StandIn start(Programs programs) throws IOException, InterruptedException {
        String one = Programs.filled("container.json", Map.of()).trim();
        Files.writeString(programs.work().resolve("containers.json"), IntStream.range(0, CONTAINERS)
                .mapToObj(i -> one.replace("@ID@", String.format(Locale.ROOT, "%064x", 0x72a97fd6L * (i + 1)))
                        .replace("@NUMBER@", Integer.toString(i + 1)).replace("@PUBLIC@", Integer.toString(32768 + i)))
                .collect(Collectors.joining(",", "[", "]\n")));
        try (var image = new RandomAccessFile(programs.work().resolve("large.tar").toFile(), "rw")) {
            // without blocks on the disk: it is read from memory
            image.setLength(IMAGE_BYTES);
        }
        int port = Programs.freePort();
        String config = programs.write("standin.conf", "standin.conf", Map.of("WORK", programs.work(), "PORT", port)).toString();
        return new StandIn(port, programs.start(port, "nginx", "-c", config));
    }
}
