package com.libswarm.api;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The writing end of a {@link Body}, bounded: a slow reader slows the writer, not the heap.
 *
 * <pre>
 *   Feed feed = Feed.create(64 * 1024);
 *   message.reply(Message.value().withBody(feed.body()));
 *   ...
 *   while (more) {
 *     if (!feed.offer(bytes)) { feed.onRoom(this::go); return; }
 *   }
 *   feed.end();
 * </pre>
 *
 * <p>One thread at a time writes. Callbacks run on the reader's thread, or before the call that asked for them returns; they
 * must not block.
 */
@ProviderType
public interface Feed {

    /** @param capacity how many bytes may wait for the reader before the writer has to */
    static Feed create(int capacity) {
        return new BoundedFeed(capacity, -1);
    }

    /** @param length what {@link Body#length()} says of the body */
    static Feed create(int capacity, long length) {
        return new BoundedFeed(capacity, length);
    }

    /** The reading end. */
    Body body();

    /**
     * Gives bytes to the reader. They are not copied: from then on they are the reader's, so change them no more.
     *
     * @return false if there is no room: nothing was taken, try again when {@link #onRoom} says so. A single buffer larger than
     *     the whole feed is taken when nothing else waits. True also after the body has ended: then the bytes are dropped.
     */
    boolean offer(ByteBuffer bytes);

    /** Runs {@code action} once, as soon as there is room. */
    void onRoom(Runnable action);

    /** Runs {@code action} once when the reader cancels: at once if he has, never after the end. */
    void onCancel(Runnable action);

    /** Whether the reader has cancelled. */
    boolean isCancelled();

    /** No more bytes: the reader gets those that wait, then the end. Only the first ending counts. */
    void end();

    /** The same, with the {@link Body#trailer() trailer} that the body has then. */
    void end(Head trailer);

    /** The body breaks off: the reader gets the bytes that wait, then a {@link BrokenBodyException}. */
    void fail(int status, String sentence);

    /**
     * A blocking view: write waits for room, so it belongs on a thread that may wait, and the bytes are copied. Closing it ends
     * the body. Once the reader has cancelled, write throws.
     */
    OutputStream out();
}
