package com.libswarm.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of the loopback interface for servers that tests start. They are below those that systems give to whoever connects or asks
 * for any port, so that in the time until the server listens no connection of another test gets the same one.
 */
public final class FreePort {

    private static final int FIRST = 10_000;
    private static final int LAST = 30_000;

    private FreePort() {
    }

    /** A port on which nobody listens. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // another one, then
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
