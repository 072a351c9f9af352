package com.libswarm.cloud.internal;

import java.util.Optional;

/**
 * Which host it is, and where it is reached: a cloud gives the address of a deleted host to another one.
 *
 * @param id the cloud's
 */
record Location(String id, String address) {

    static Location of(Host host) {
        return new Location(host.id(), host.address());
    }

    /** Of what {@link #toString} has written; empty if it is of another form. */
    static Optional<Location> parse(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? Optional.empty() : Optional.of(new Location(text.substring(space + 1), text.substring(0, space)));
    }

    @Override
    public String toString() {
        return address + " " + id;
    }
}
