package com.libswarm.api.adapter;

import com.libswarm.api.Sender;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way to a neighbour, whoever that is now: the runtime can replace what is behind it at any moment, and nobody who holds
 * the port notices.
 *
 * <p>A port catches what a handler throws and answers for it. While there is nobody behind it, because an adapter's bundle is
 * being replaced, messages wait in it for a limited time, then get an Error 503 that names the adapter.
 */
@ProviderType
public interface Port extends Sender {

    /**
     * Runs {@code action} after each time that something behind this port was replaced, went or came. Who has asked a standing
     * Watch for his own use cancels it, which lets the old one go, and asks again, from the beginning: what the old one told is of
     * the past. On a thread that may block for a short time. It ends with the link to which the port was given.
     *
     * @return ends this
     */
    AutoCloseable onSwitch(Runnable action);
}
