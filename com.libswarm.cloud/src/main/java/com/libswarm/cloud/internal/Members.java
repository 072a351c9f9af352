package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.Member.Phase;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of a link's hosts: those of the cloud, and those that it is just being asked for. Thread-safe. */
final class Members {

    private final HostNames names;
    private final int most;

    // guarded by this
    private final TreeMap<String, Member> byName = new TreeMap<>();
    private final Set<String> deleted = new TreeSet<>();

    Members(HostNames names, int most) {
        this.names = names;
        this.most = most;
    }

    synchronized List<Member> all() {
        return List.copyOf(byName.values());
    }

    List<Member> ready() {
        return all().stream().filter(member -> member.is(Phase.READY)).toList();
    }

    synchronized Optional<Member> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The one of that name; one that has failed begins anew, and so does one that was ready, if it is not what it was.
     *
     * @param location at which it was ready, if it was
     */
    synchronized Member of(Host host, Optional<Location> location) {
        Member member = byName.computeIfAbsent(host.name(), Member::found);
        boolean isOther = member.is(Phase.READY) && (host.status() != Host.Status.ACTIVE || !location.equals(Optional.of(Location.of(host))));
        if (member.is(Phase.FAILED) || isOther) {
            member = Member.found(host.name());
            byName.put(host.name(), member);
        }
        member.known(host);
        return member;
    }

    /** Whether one is on its way out, or stays after all. */
    synchronized boolean isAnyLeaving() {
        return byName.values().stream().anyMatch(member -> member.is(Phase.LEAVING));
    }

    /** A host that was ready when the instance before had it. */
    synchronized void takeOver(String name, Location location) {
        Member member = Member.takenOver(name, location);
        member.phase(Phase.READY, "");
        byName.put(name, member);
    }

    /**
     * A new one.
     *
     * @param wanted its name, or nothing for the first that is free
     * @param taken names that are not free though nobody here has them
     * @throws Failure 400 or 409 if that cannot be
     */
    synchronized Member add(Optional<String> wanted, Collection<String> taken) {
        if (!hasRoom()) {
            throw new Failure(409, "There may be no more hosts than " + most + ": see --hosts.");
        }
        var all = new TreeSet<>(byName.keySet());
        all.addAll(taken);
        wanted.filter(name -> !names.isOurs(name)).ifPresent(name -> {
            throw new Failure(400, "A host of this link is called " + names.first() + " or " + names.first() + "-2, and so on, not '" + name + "'.");
        });
        wanted.filter(all::contains).ifPresent(name -> {
            throw new Failure(409, "There is a host " + name + " already.");
        });
        Member member = Member.ordered(wanted.orElseGet(() -> names.next(all)));
        byName.put(member.name(), member);
        return member;
    }

    synchronized void remove(Member member) {
        byName.remove(member.name(), member);
    }

    synchronized boolean hasRoom() {
        return byName.size() < most;
    }

    /**
     * A host that the cloud may show for a while, though it is told to delete it.
     *
     * @param on false if it could not be told
     */
    synchronized void deleted(String id, boolean on) {
        if (on) {
            deleted.add(id);
        } else {
            deleted.remove(id);
        }
    }

    /** Whether a host of the cloud is one of this link's. */
    synchronized boolean isOurs(Host host) {
        return names.isOurs(host.name()) && host.status() != Host.Status.DELETED && !deleted.contains(host.id());
    }
}
