package com.libswarm.api.adapter;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the runtime gives to one link. All of it is the link's own and ends with it, but for what is said to outlive it. Any
 * thread may call.
 */
@ProviderType
public interface Context extends SpecWords {

    /** The link's name for people and logs: {@code web/2 debug}. */
    String name();

    /** The port to the next link. Behind the last one the runtime answers: Error 501, and Log and Error are printed. */
    Port next();

    /**
     * Makes a nested link from a spec such as {@code dockerclient tcp://10.0.0.7:2375}. It is started with this link, or at once
     * if this link has started, and can be shown and replaced like any other.
     *
     * <p>It outlives this instance: a successor that asks for the same name and spec has the same nested link, with its connections
     * and its kept state; one that asks for another spec replaces it when it takes over itself. What no successor asks for ends
     * when the last instance that asked for it has stopped.
     *
     * @param name what it is called within this link: letters, digits, dots, dashes and underscores; it is replaced by that name
     * @throws IllegalArgumentException if the spec cannot be read, or the name is taken
     */
    Child spawn(String name, String spec);

    /**
     * Listens on {@code tcp://HOST:PORT} or {@code unix:///PATH} (made with mode 0660). To be called from {@link Link#start()};
     * connections come once the link is active. When this link is replaced, those of its listeners that its successor does not
     * ask for are closed.
     *
     * @throws IOException if it cannot listen there; the message says why, for the operator
     */
    Listener listen(String url, Acceptor acceptor) throws IOException;

    /** State that outlives this instance and its code, for its successor of the same adapter. */
    KeptState kept();

    /** For what happens later. Tasks must not block; what is left ends with the link. */
    ScheduledExecutorService timer();

    /** For work that blocks. Tasks that are left are interrupted when the link stops. */
    Executor blocking();

    /**
     * For lines to the operator: INFO is what the link is there to print, WARNING what he should look at, DEBUG details and stack
     * traces. No secrets.
     */
    System.Logger log();
}
