package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Json;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** A container in the index, and what its engine's list says of it. */
public final class Entry {

    /** As lists are sorted: the newest first; of one second, in the order of the nodes. */
    static final Comparator<Entry> NEWEST_FIRST = Comparator.comparingLong((Entry entry) -> entry.container.created()).reversed()
            .thenComparingInt(entry -> entry.container.node().number())
            .thenComparing(Comparator.comparingLong((Entry entry) -> entry.order).reversed());

    private final Container container;
    private final long stamp;
    private final long order;
    // changed by the index alone
    private volatile Optional<Listed> listed;
    private volatile boolean shared;
    private volatile boolean twice;
    private volatile boolean pending;

    /**
     * @param stamp when it was put into the index, by the index's own clock
     * @param order greater for those of a node that were created later
     */
    Entry(Container container, Optional<Listed> listed, long stamp, long order) {
        this.container = container;
        this.listed = listed;
        this.stamp = stamp;
        this.order = order;
    }

    public Container container() {
        return container;
    }

    Optional<Listed> listed() {
        return listed;
    }

    long stamp() {
        return stamp;
    }

    long order() {
        return order;
    }

    /** Whether its engine's list has told of it; of one that has just been created it has not. */
    boolean isListed() {
        return listed.isPresent();
    }

    /** Whether it stands in lists. */
    public boolean isShown() {
        return isListed() && !pending;
    }

    /** Whether it is a copy that may still turn out not to be wanted, because the container that it is a copy of is there. */
    boolean isPending() {
        return pending;
    }

    /** Whether it is reached by more than one node. */
    public boolean isTwice() {
        return twice;
    }

    /** Whether a container with another id has the same name. */
    boolean isShared() {
        return shared;
    }

    /** It was listed again, and but for its status nothing has changed. */
    void relist(Optional<Listed> again) {
        listed = again;
    }

    void share(boolean isShared) {
        shared = isShared;
    }

    void pend(boolean isPending) {
        pending = isPending;
    }

    void twice(boolean isTwice) {
        twice = isTwice;
    }

    /** The element of the list as it is {@code now}, which {@link Nodes#now} tells. */
    public void write(long now, Pieces pieces) {
        listed.ifPresent(element -> element.write(now, shared, pieces));
    }

    /** The element of the list as its engine gave it. */
    public Map<String, Object> element() {
        return listed.map(element -> Json.parse(element.json(), 502)).orElse(Map.of());
    }
}
