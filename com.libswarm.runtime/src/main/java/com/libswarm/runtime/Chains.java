package com.libswarm.runtime;

import com.libswarm.api.Failure;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The chains of this process, and the adapters that their specs may name. An OSGi service; without OSGi, a {@link Swarm}.
 *
 * <p>Any thread may call: the calls that change something block until it is done, for a limited time, one after the other in each
 * chain. A link that changes its own chain in a step of its life (start, active, drain, stop) is refused. What cannot be done is a
 * {@link Failure} with a sentence for the operator, and has changed nothing.
 */
@ProviderType
public interface Chains {

    /**
     * Makes a chain and starts it. If an adapter that it names is not there, the chain is {@link ChainState#WAITING} and comes up
     * when the adapter arrives.
     *
     * @param name letters, digits, dots, dashes and underscores
     * @param specs one for each link: the adapter's name and its arguments, as a shell would read them
     * @throws Failure 400 if a spec cannot be read, 409 if the name is taken, or what kept a link from starting
     */
    Chain create(String name, List<String> specs);

    /** The same, with limits of its own for what drains. */
    Chain create(String name, List<String> specs, DrainLimits limits);

    /** The latest changes of chains, those that failed too, the oldest first: 1,000 of them, of chains that are gone, too. */
    List<Change> history();

    /** The limits for what drains that a chain has if nobody says otherwise. */
    DrainLimits drainLimits();

    /** The chains, in the order of their names. */
    List<Chain> list();

    /** The chain of that name. */
    Optional<Chain> find(String name);

    /** The adapters that are there, in the order of their names. Listing them starts none. */
    List<AdapterInfo> adapters();

    /** The adapter of that name. */
    Optional<AdapterInfo> adapter(String name);

    /** The name of an adapter that somebody may have meant when he wrote {@code name}. */
    Optional<String> nearestAdapter(String name);
}
