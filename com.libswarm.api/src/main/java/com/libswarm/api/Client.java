package com.libswarm.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Typed asks, for those who use a chain rather than make one.
 *
 * <pre>Client.of(port).ls("/containers").thenAccept(names -&gt; ...)</pre>
 *
 * <p>An Error fails the future with a {@link Failure}; every other reply is its value. Whoever takes a reply owns its body. To
 * cancel a request, keep its {@link Call} ({@link #call}) instead of its future.
 */
public final class Client {

    private final Sender to;
    private final Return asker;

    private Client(Sender to, Return asker) {
        this.to = to;
        this.asker = asker;
    }

    /** Asks in its own name. */
    public static Client of(Sender to) {
        return new Client(to, Return.NONE);
    }

    /** The same client, asking on behalf of {@code request}: with its id, and cancelled with it. */
    public Client onBehalfOf(Message request) {
        return new Client(to, request.ret());
    }

    /** The names of a collection's objects, however they are listed. */
    public CompletableFuture<List<String>> ls(String path) {
        return ask(Message.of(Verb.Ls, path)).thenCompose(Listing::names);
    }

    /** The object at {@code path}: words, or a body, as whoever answers has it. */
    public CompletableFuture<Message> get(String path) {
        return ask(Message.of(Verb.Get, path));
    }

    /**
     * Changes an object, or does something to it.
     *
     * @param aspect what is done to the object, or empty
     */
    public CompletableFuture<Message> set(String path, String aspect, Args args) {
        return ask(Message.of(Verb.Set, path).withAspect(aspect).withArgs(args));
    }

    /** Makes an object in the collection at {@code path}, described by args, body or both. */
    public CompletableFuture<Message> spawn(String path, Args args, Body body) {
        return ask(Message.of(Verb.Spawn, path).withArgs(args).withBody(body));
    }

    /** Starts an object; the reply comes when it has started. */
    public CompletableFuture<Message> start(String path) {
        return ask(Message.of(Verb.Start, path));
    }

    /** Stops an object; the reply comes when it has stopped, which may take long. */
    public CompletableFuture<Message> stop(String path) {
        return ask(Message.of(Verb.Stop, path));
    }

    /** Removes an object. */
    public CompletableFuture<Message> remove(String path) {
        return ask(Message.of(Verb.Remove, path));
    }

    /** The reply comes at once; its body goes on until it is cancelled. */
    public CompletableFuture<Message> watch(String path, String aspect, Args args) {
        return ask(Message.of(Verb.Watch, path).withAspect(aspect).withArgs(args));
    }

    /**
     * Attaches to an object's streams.
     *
     * @param up what goes to the object; what comes from it is the reply's body
     */
    public CompletableFuture<Message> attach(String path, Args args, Body up) {
        return ask(Message.of(Verb.Attach, path).withArgs(args).withBody(up));
    }

    /**
     * Opens a tunnel.
     *
     * @param up what goes into the tunnel; what comes out of it is the reply's body
     */
    public CompletableFuture<Message> connect(String path, Args args, Body up) {
        return ask(Message.of(Verb.Connect, path).withArgs(args).withBody(up));
    }

    /** Puts content. */
    public CompletableFuture<Message> file(String path, String aspect, Args args, Body content) {
        return ask(Message.of(Verb.File, path).withAspect(aspect).withArgs(args).withBody(content));
    }

    /** Pushes one line; the reply comes when it has been taken. */
    public CompletableFuture<Message> log(String path, String line) {
        return ask(Message.log(path, line));
    }

    /** Any other request. */
    public CompletableFuture<Message> ask(Message request) {
        return call(request).result().thenApply(Client::valueOf);
    }

    /** Any request, as a call that can be cancelled; its reply may be an Error. */
    public Call call(Message request) {
        return Call.ask(to, request.withRet(asker));
    }

    private static Message valueOf(Message reply) {
        if (reply.isError()) {
            reply.body().cancel();
            throw Failure.of(reply);
        }
        return reply;
    }
}
