package com.libswarm.api.adapter;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A nested link, behind a port like any other; it ends when nobody who asked for it needs it any more ({@link Context#spawn}), or
 * when it is closed.
 */
@ProviderType
public interface Child extends Port, AutoCloseable {

    /**
     * Replaces it by another: new first, then the switch, then the old one drains. Blocks until the new one has taken over; to be
     * called from {@link Context#blocking()}, never from a step of the link's life.
     *
     * @throws com.libswarm.api.Failure why it cannot be replaced; then nothing has changed
     */
    void swap(String spec);

    /**
     * Lets go of it: messages to this port get an Error 503. If nobody else needs it, it drains and stops; if it is just being changed,
     * after that. Any thread, also inside a reply that passes through it.
     */
    @Override
    void close();
}
