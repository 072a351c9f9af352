package com.libswarm.dockerjava.internal;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Heads;
import com.libswarm.docker.internal.http.Replies;
import com.libswarm.docker.internal.table.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * One request, and then its response:
 *
 * <pre>
 *   request -&gt; message -&gt; chain; its body on the asking thread, at the chain's pace
 *   response &lt;- reply; its body at the pace of who reads it
 *   after the reply that opens a stream: what is typed, on a thread of its own
 * </pre>
 *
 * <p>One thread asks and reads; any thread closes, which cancels what is not finished.
 */
final class Exchange implements Response {

    private final Message request;
    private final Optional<Upload> upload;
    private final Consumer<Exchange> onClose;

    // guarded by this
    private Optional<Call> call = Optional.empty();
    private InputStream body = InputStream.nullInputStream();
    private boolean closed;

    private int status;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param upload of the request's body, or of what is typed if the request opens a stream
     * @param onClose told once it is closed
     */
    Exchange(Message request, Optional<Upload> upload, Consumer<Exchange> onClose) {
        this.request = request;
        this.upload = upload;
        this.onClose = onClose;
    }

    /** Blocks until all is sent that is to be sent before the reply, and the reply is there. */
    Response ask(Sender chain) {
        Call asked = Call.ask(chain, request);
        if (!isOpenWith(asked)) {
            asked.cancel();
        }
        boolean answered = false;
        try {
            if (!opensStream() && upload.isPresent()) {
                // to its end, though the reply may be there: as with docker-java's other transports, and its commands count on that
                upload.get().run();
            }
            answer(asked.result().get());
            answered = true;
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("Interrupted while waiting for the reply to " + request + "."));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    private boolean opensStream() {
        return Operation.opensStream(request.verb());
    }

    private void answer(Message reply) throws IOException {
        boolean opened = opensStream() && reply.verb() == Verb.Connect;
        // docker-java takes all but 2xx for errors
        status = opened ? 200 : Replies.status(reply, request.verb());
        Heads.copy(reply.head(), Heads.NOT_IN_REPLIES, (name, value) -> headers.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value));
        boolean bodyless = status == 204 || status == 304 || request.head().get(Head.HTTP_METHOD).equals("HEAD");
        if (bodyless) {
            reply.body().cancel();
        } else {
            InputStream stream = (reply.body().isNone() ? textOf(reply) : reply.body()).in();
            if (!isOpenWith(stream)) {
                stream.close();
            }
        }
        if (opened) {
            upload.ifPresent(Upload::start);
        } else if (opensStream()) {
            upload.ifPresent(Upload::stop);
        }
    }

    private Body textOf(Message reply) {
        String text = Replies.text(reply, request);
        if (!text.isEmpty()) {
            headers.put("Content-Type", List.of(Replies.contentType(text)));
        }
        return Body.text(text);
    }

    private synchronized boolean isOpenWith(Call asked) {
        call = Optional.of(asked);
        return !closed;
    }

    private synchronized boolean isOpenWith(InputStream replied) {
        body = replied;
        return !closed;
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    @Override
    public synchronized InputStream getBody() {
        return body;
    }

    @Override
    public void close() {
        Optional<Call> asked;
        InputStream replied;
        synchronized (this) {
            closed = true;
            asked = call;
            replied = body;
        }
        asked.ifPresent(Call::cancel);
        upload.ifPresent(Upload::stop);
        try {
            replied.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        onClose.accept(this);
    }
}
