package com.libswarm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the one reply to a message goes, and where the one who waits for it says that he no longer does.
 *
 * <pre>
 *   asker                     link                      last link
 *     | -- message, ret ------> | -- message, ret' -----> |
 *     |                         |                         |  works
 *     | -- ret.cancel() - - - - | - - - - - - - - - - - > |  onCancel runs
 *     |                         |                         |
 *     | &lt;------ ret.send(reply) | &lt;----- ret'.send(reply) |
 * </pre>
 *
 * <p>Every message gets exactly one reply, whatever happens. The first wins; the body of a later one is cancelled, and the
 * runtime reports who sent it. A cancelled request has its reply already (an Error with status 499), but whoever works on it
 * still answers, as always, when he has stopped.
 *
 * <p>Asking is done with {@link Call} or {@link Client}; looking at a reply that passes, with {@link Message#onReply}. There
 * is no need to implement this type.
 */
@ProviderType
public interface Return extends Sender {

    /** Nobody waits: replies are dropped, their bodies cancelled. */
    Return NONE = new NoReturn();

    /** Gives the one reply. Any thread; never blocks. */
    @Override
    void send(Message reply);

    /**
     * Runs {@code action} once when the asker goes away before the reply: at once if he has, never after the reply. On the
     * thread that cancels; it must not block.
     */
    void onCancel(Runnable action);

    /** The asker goes away. Nothing happens if the reply has come: then cancel its body. A deadline is a timer that calls this. */
    void cancel();

    /** Names the request in logs: the same in every copy of the message. */
    String id();

    /** The id for one more request made on this one's behalf: {@code id.1}, then {@code id.2}, ... */
    String subId();

    /** Whether the asker has a use for the reply. A request without one is still answered, but nobody sees that. */
    default boolean wantsReply() {
        return true;
    }

    /** Whether the runtime has counted this request in already, where it entered a chain. For the runtime. */
    default boolean entered() {
        return false;
    }
}
