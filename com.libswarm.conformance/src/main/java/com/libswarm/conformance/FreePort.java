package com.libswarm.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * TCP ports of the loopback interface for servers that tests start. They are below those that systems give to whoever connects or asks
 * for any port, and each is given once: in the time until the server listens, or while it is down, nobody else gets it.
 */
public final class FreePort {

    private static final int FIRST = 10_000;
    private static final int LAST = 30_000;

    // for the whole process, as ports are
    private static final AtomicInteger GIVEN = new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST));

    private FreePort() {
    }

    /** A port on which nobody listens. */
    public static int find() {
        return findRow(1);
    }

    /** The first of so many ports, one after the other, on which nobody listens. */
    public static int findRow(int ports) {
        while (true) {
            int first = FIRST + Math.floorMod(GIVEN.getAndAdd(ports), LAST - FIRST);
            if (first + ports <= LAST && IntStream.range(first, first + ports).allMatch(FreePort::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
