package com.libswarm.runtime;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Port;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Links in a row, numbered from 1. Each can be replaced while the chain runs: the new instance is made and started first, then
 * messages are switched to it at once, then the old one finishes what it carries and is stopped.
 *
 * <p>The calls that change something block until the switch is done, not until the old instance is idle. If the new one cannot
 * be started, a {@link Failure} says why and nothing has changed.
 */
@ProviderType
public interface Chain {

    /** Each chain is an OSGi service of this type for as long as it exists; this property of it holds the chain's name. */
    String NAME = "chain";

    /** Its name among the chains of this process. */
    String name();

    /** What it does now. */
    ChainState state();

    /** Why the chain is waiting or has failed, in a sentence. */
    Optional<String> problem();

    /** The links in order. */
    List<LinkInfo> links();

    /** Links that were taken out and still carry something. */
    List<LinkInfo> removed();

    /** The way in: what is sent here goes to the first link. The same port for as long as the chain exists. */
    Port head();

    /** Starts a chain that is stopped or has failed; one that runs stays as it is. */
    void start();

    /** Stops the links from first to last. Requests get some seconds to finish; streams end with an Error. */
    void stop();

    /** Stops the chain and forgets it. */
    void destroy();

    /**
     * Replaces a link: by the same adapter with other arguments, or by another adapter. In a chain that is stopped only the spec
     * changes.
     *
     * @param link its number, or for a nested link the address {@code NUMBER.NAME}, or {@code NUMBER.NAME.NAME} and so on
     */
    void swap(String link, String spec);

    /** Replaces a link of the row. */
    default void swap(int link, String spec) {
        swap(Integer.toString(link), spec);
    }

    /**
     * Puts a new link in front of link number {@code before}; one more than there are links: at the end.
     */
    void insert(int before, String spec);

    /** Takes a link out; a chain keeps at least one. */
    void remove(int link);

    /** What {@link #swap} would do. The new link is made, not started, and thrown away. */
    Plan planSwap(String link, String spec);

    /** What {@link #insert} would do. */
    Plan planInsert(int before, String spec);

    /** What {@link #remove} would do. */
    Plan planRemove(int link);

    /**
     * What other code of an adapter would do, or the adapter's going: which links, nested ones included, would be replaced. Nothing
     * is known of that code here, so there are no findings.
     */
    List<Plan.Touched> linksOf(String adapter);

    /** How long replaced links may carry on what they carry. */
    DrainLimits drainLimits();

    /** Changes how long; it holds for those that carry something now, too. */
    void setDrainLimits(DrainLimits limits);
}
