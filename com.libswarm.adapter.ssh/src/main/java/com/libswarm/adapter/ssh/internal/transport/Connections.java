package com.libswarm.adapter.ssh.internal.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The connections that a tunnel has: mostly one; more when the server opens no more channels on it. Guarded by the tunnel. */
final class Connections {

    private static final int LIMIT = 8;

    private final List<Connection> all = new ArrayList<>();
    private int losses;
    private String lossCause = "";

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean mayBeMore() {
        return all.size() < LIMIT;
    }

    List<Connection> all() {
        return List.copyOf(all);
    }

    void add(Connection made) {
        all.add(made);
    }

    /** One with room for a channel, which is taken. */
    Optional<Connection> takeRoom() {
        Optional<Connection> free = all.stream().filter(one -> one.isOpen() && one.hasRoom()).findFirst();
        free.ifPresent(Connection::take);
        return free;
    }

    /**
     * A channel of it has closed.
     *
     * @param isWanted whether somebody waits for a channel
     * @return whether the connection is one too many: then it is none of these any more
     */
    boolean giveBack(Connection connection, boolean isWanted) {
        connection.giveBack();
        return connection.channels() == 0 && !isWanted && all.indexOf(connection) > 0 && all.remove(connection);
    }

    /** It has ended. @return whether that is a loss; if not, it was none of these any more */
    boolean lost(Connection connection) {
        boolean lost = all.remove(connection);
        if (lost) {
            losses++;
            lossCause = connection.cause();
        }
        return lost;
    }

    /** How many were lost so far. */
    int losses() {
        return losses;
    }

    /** Why the last of these was lost; empty if none was. */
    String lossCause() {
        return lossCause;
    }

    /** For people. */
    String state(String host) {
        int channels = all.stream().mapToInt(Connection::channels).sum();
        return "connected to " + host + (all.size() == 1 ? "" : " " + all.size() + " times") + ", channels: " + channels
                + (losses == 0 ? "" : ", connections lost: " + losses);
    }
}
