package com.libswarm.dockerjava.internal;

import com.github.dockerjava.transport.DockerHttpClient;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.RequestUrl;
import com.libswarm.docker.internal.http.Requests;
import com.libswarm.docker.internal.table.DockerTable;
import com.libswarm.docker.internal.table.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A transport of docker-java's: each request is a message to a chain. Any number of threads may use it. */
public final class ChainHttpClient implements DockerHttpClient {

    private static final int WINDOW = 64 * 1024;

    private final Sender chain;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public ChainHttpClient(Sender chain) {
        this.chain = chain;
    }

    /**
     * Blocks until the request's body is sent and the reply is there. Interrupting the thread cancels the request.
     *
     * @throws IllegalStateException if the client is closed
     * @throws UncheckedIOException if the request's body cannot be read, or the thread was interrupted
     */
    @Override
    public Response execute(Request request) {
        Exchange exchange;
        try {
            exchange = exchange(request);
        } catch (Failure refused) {
            exchange = new Exchange(Message.of(Verb.Get, "/"), Optional.empty(), underWay::remove);
            return exchange.ask(message -> message.reply(Message.error(refused)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        underWay.add(exchange);
        if (closed) {
            exchange.close();
            throw new IllegalStateException("This Docker client is closed: get another one.");
        }
        return exchange.ask(chain);
    }

    private Exchange exchange(Request request) throws IOException {
        RequestUrl url = RequestUrl.parse(request.path());
        Optional<InputStream> input = Optional.ofNullable(request.hijackedInput());
        Operation operation = DockerTable.operation(request.method(), url.path(), input.isPresent());
        Message message = Requests.message(operation, url, input.isPresent() ? "tcp" : "", head(request), Body.NONE);
        Optional<byte[]> bytes = Optional.ofNullable(request.bodyBytes());
        Optional<InputStream> body = Optional.ofNullable(request.body());
        if (operation.opensStream()) {
            byte[] own = bytes.isPresent() || body.isEmpty() ? bytes.orElse(new byte[0]) : body.get().readAllBytes();
            return stream(message.withHead(message.head().with("Content-Length", Integer.toString(own.length))), own, input);
        }
        if (bytes.isPresent() || body.isEmpty()) {
            return new Exchange(message.withBody(bytes.<Body>map(own -> Body.of(ByteBuffer.wrap(own))).orElse(Body.NONE)),
                    Optional.empty(), underWay::remove);
        }
        Feed feed = Feed.create(WINDOW);
        return new Exchange(message.withBody(feed.body()), Optional.of(new Upload(body.get(), feed)), underWay::remove);
    }

    private static Head head(Request request) {
        return Head.of(request.headers().entrySet().stream().flatMap(field -> Stream.of(field.getKey(), field.getValue())).toArray(String[]::new));
    }

    /** The message's body is the request's own body, and then what is typed. */
    private Exchange stream(Message message, byte[] own, Optional<InputStream> input) {
        Feed feed = Feed.create(WINDOW);
        feed.offer(ByteBuffer.wrap(own));
        if (input.isEmpty()) {
            feed.end();
        }
        return new Exchange(message.withBody(feed.body()), input.map(typed -> new Upload(typed, feed)), underWay::remove);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Exchange::close);
    }
}
