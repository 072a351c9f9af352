package com.libswarm.openstack.internal;

import com.libswarm.api.Failure;
import com.libswarm.openstack.internal.Session.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which of a cloud's endpoints are used.
 *
 * @param region in any case; empty for the account's own, or the only one
 * @param face {@code public}, {@code internal} or {@code admin}
 * @param compute picks the compute service among others
 */
public record Place(String region, String face, Predicate<Endpoint> compute) {

    /**
     * The compute service, with the region as the cloud writes it.
     *
     * @throws Failure 404 that lists the regions that there are
     */
    Endpoint compute(Session session) {
        List<Endpoint> all = all(session);
        if (all.isEmpty()) {
            throw new Failure(404, "The cloud has no compute service for this account.");
        }
        return find(session).orElseThrow(() -> {
            String regions = String.join(", ", new TreeSet<>(all.stream().map(Endpoint::region).toList()));
            return new Failure(404, region.isEmpty() ? "The cloud has several regions, so write which: " + regions + "."
                    : "There is no region " + region + ". The regions are " + regions + ".");
        });
    }

    /** The same, or nothing if there is none. */
    Optional<Endpoint> find(Session session) {
        return in(all(session), session);
    }

    private List<Endpoint> all(Session session) {
        return session.catalog().stream().filter(compute).filter(endpoint -> endpoint.face().equals(face)).toList();
    }

    /** Another service in the same region. */
    Optional<Endpoint> other(Session session, String type) {
        return in(session.catalog().stream().filter(endpoint -> endpoint.type().equals(type) && endpoint.face().equals(face)).toList(), session);
    }

    private Optional<Endpoint> in(List<Endpoint> all, Session session) {
        String wanted = region.isEmpty() ? session.region() : region;
        if (wanted.isEmpty() && all.stream().map(Endpoint::region).distinct().count() == 1) {
            wanted = all.get(0).region();
        }
        String named = wanted;
        return all.stream().filter(endpoint -> !named.isEmpty() && endpoint.region().equalsIgnoreCase(named)).findFirst();
    }
}
