package com.libswarm.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Bytes that flow the way their message goes, at the pace of their one reader. Duplex is a request's body up and its reply's
 * body down.
 *
 * <p>The reader's loop, which never blocks and needs no thread of its own:
 *
 * <pre>
 *   void pump() {
 *     try {
 *       ByteBuffer b;
 *       while ((b = body.read()) != Body.NOTHING_YET) {
 *         if (b == Body.END) { done(); return; }
 *         use(b);                               // valid until the next read()
 *         if (full()) { ...; return; }          // read on later: the writer waits
 *       }
 *       body.demand(this::pump);                // the last thing it does
 *     } catch (IOException why) { broken(why); }
 *   }
 * </pre>
 *
 * <p>One thread at a time reads; it need not be the same each time. A body ends in one of three ways: {@link #END}, an exception
 * from {@link #read()}, or {@link #cancel()} by the reader. A broken body must never look like a whole one to whoever gets it
 * next.
 *
 * <p>{@link Feed} makes a body for those who have bytes to give. To write a body of your own, use {@link Demand}, and run the
 * conformance kit's checks on it: no byte lost or doubled, one end, no callback nested in another, none after the end.
 */
@ConsumerType
public interface Body {

    /** What {@link #read()} gives when there are no bytes now, but may be later. */
    ByteBuffer NOTHING_YET = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** What {@link #read()} gives when there will be no more bytes. */
    ByteBuffer END = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** No body, which is not an empty one. */
    Body NONE = new NoBody();

    /**
     * The next bytes: never empty, and the reader's until the next call of {@code read} or {@code cancel}, when their memory
     * may be used again. {@link #NOTHING_YET} or {@link #END}, compared by identity, when there are none. Never blocks.
     *
     * @throws IOException if the body broke off, then at each call; {@link BrokenBodyException} if the writer said why
     */
    ByteBuffer read() throws IOException;

    /**
     * Runs {@code ready} once, as soon as {@link #read()} would give something else than {@link #NOTHING_YET}: on the writer's
     * thread, or before this call returns. Bodies do not nest these calls, however often a callback asks again. It must not
     * block.
     */
    void demand(Runnable ready);

    /**
     * The reader wants no more; the writer is told. Called by the reader alone, any number of times, also after the end; on any
     * thread, but not while bytes that {@link #read()} gave are still used on another.
     */
    void cancel();

    /** How many bytes it will be in all, or -1 if that is not known. */
    default long length() {
        return -1;
    }

    /**
     * Fields that follow the bytes (RFC 9110, 6.5), such as a checksum: known when {@link #read()} has given {@link #END}, before
     * that empty. A body that wraps another passes them on.
     */
    default Head trailer() {
        return Head.EMPTY;
    }

    /** Whether there is no body at all. */
    default boolean isNone() {
        return this == NONE;
    }

    /** A body of text, in UTF-8. */
    static Body text(String text) {
        return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A body of these bytes, which are not copied: change them no more. */
    static Body of(ByteBuffer... chunks) {
        return new ChunkBody(chunks);
    }

    /** What {@code publisher} publishes; it is asked for one buffer at a time. */
    static Body of(Flow.Publisher<ByteBuffer> publisher) {
        return new PublishedBody(publisher);
    }

    /** This body, while {@code tap} sees what passes. */
    default Body tap(Tap tap) {
        return isNone() ? this : new TappedBody(this, tap);
    }

    /**
     * The whole body in memory; fails with a {@link Failure} 413 when it has more than {@code limit} bytes, or with what broke
     * it. The future is completed on the writer's thread.
     */
    default CompletableFuture<ByteBuffer> collect(int limit) {
        return new Collector(this, limit).run();
    }

    /** A blocking view for the rim. Closing it early, on any thread, cancels the body; who reads or waits then gets the end. */
    default InputStream in() {
        return new BodyInputStream(this);
    }

    /** A view for libraries that take publishers; it can be subscribed to once. */
    default Flow.Publisher<ByteBuffer> publisher() {
        return new BodyPublisher(this);
    }
}
