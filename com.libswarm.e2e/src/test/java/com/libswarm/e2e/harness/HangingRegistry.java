package com.libswarm.e2e.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry of images that answers nobody until it is told to refuse all: who pulls from it waits. */
public final class HangingRegistry implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch refused = new CountDownLatch(1);

    private HangingRegistry(HttpServer server) {
        this.server = server;
    }

    public static HangingRegistry start() throws IOException {
        var registry = new HangingRegistry(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        registry.server.setExecutor(registry.threads);
        registry.server.createContext("/v2/", registry::answer);
        registry.server.start();
        return registry;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/v2/")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            waiting.incrementAndGet();
            refused.await();
            exchange.sendResponseHeaders(404, -1);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** As it stands in front of an image's name. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests for an image have come. */
    public int waiting() {
        return waiting.get();
    }

    /** From now on it says that it has no such image. */
    public void refuse() {
        refused.countDown();
    }

    @Override
    public void close() {
        refuse();
        server.stop(0);
        threads.shutdownNow();
    }
}
