package com.libswarm.cloud.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cloud: where hosts are made of what its adapter's arguments say (region, flavor, image). All that is not the cloud's own, finding,
 * waiting, reaching, keeping and deleting hosts, is done once, by {@link CloudLink}.
 *
 * <p>An adapter for a cloud is a class that implements this, and one with the declaration, whose spawn is
 * {@code return CloudLink.of(context, provider, CloudOptions.read(settings))} and whose inspect is {@code return Outlook.of(provider, options)}. What it
 * is to be made of comes by {@link Settings}; it asks the cloud through {@link com.libswarm.cloud.internal.http.Http}. The tests have one for
 * DigitalOcean ({@code com.libswarm.cloud.example}), and a cloud in memory.
 *
 * <p>Each call may block, on a thread that is interrupted when nobody waits any more, and several may be made at a time. What cannot be
 * done is a {@link com.libswarm.api.Failure} with a sentence: 4xx when the cloud has refused, 5xx when nobody knows what became of it.
 */
public interface Provider extends AutoCloseable {

    /** Where its hosts are, for people: {@code DFW}. Known before the cloud has been asked. */
    String region();

    /**
     * Looks whether all that a host needs is there: credentials, region, flavor, image. Nothing is made.
     *
     * @throws com.libswarm.api.Failure what is missing, and what there is instead
     */
    void check();

    /** The hosts whose names begin so; others among them are ignored. */
    List<Host> list(String prefix);

    /** @throws com.libswarm.api.Failure 404 if there is none of that id */
    Host get(String id);

    /** Begins to build a host; it need not be there yet when this returns. */
    Host create(String name, Map<String, String> meta);

    /**
     * The public keys of a host's SSH server, if the cloud knows them by another way than from that server: what the host prints on its console
     * when it starts, for instance. Each as in a file of known hosts: {@code ssh-ed25519 AAAA...}. A new host that shows another key is refused.
     *
     * @return none if the cloud does not tell them; empty while they may still come: then it is asked again, for a while
     */
    default Optional<List<String>> hostKeys(String id) {
        return Optional.of(List.of());
    }

    /** Begins to delete a host; one that is not there is none to delete. */
    void delete(String id);

    /** Ends what is on its way. */
    @Override
    void close();
}
