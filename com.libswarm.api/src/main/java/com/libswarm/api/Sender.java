package com.libswarm.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something to which a message can be sent: a link, a port, the head of a chain, the place of a reply.
 *
 * <p>Any thread may call. {@code send} never blocks and is never called with a lock held; whoever has blocking work to do
 * hands it to an executor. It does not throw either: what goes wrong is a reply, {@link Verb#Error}. (Inside a chain the
 * ports catch what a handler throws all the same, and answer for it.)
 *
 * <p>Two messages that one thread sends through one sender arrive in that order. Nothing else is promised about order.
 */
@ConsumerType
@FunctionalInterface
public interface Sender {

    /** Sends {@code message}. The one reply, if one is wanted, goes to {@link Message#ret()}, now or later, on any thread. */
    void send(Message message);
}
