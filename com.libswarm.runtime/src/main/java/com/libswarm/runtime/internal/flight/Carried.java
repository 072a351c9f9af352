package com.libswarm.runtime.internal.flight;

import com.libswarm.api.Failure;
import com.libswarm.runtime.internal.flight.Flights.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What an instance carries that gets no more messages: those that came to it, and those that it has sent to nested links. */
public final class Carried {

    private final List<Stay> stays;

    private Carried(List<Stay> stays) {
        this.stays = stays;
    }

    /**
     * From when to when something that is counted somewhere may be an instance's own.
     *
     * @param born the epoch in which it was switched in
     * @param replaced the last epoch whose requests it may have
     * @param first whether only those count that began there
     */
    private record Stay(Flights flights, long born, long replaced, boolean first) {

        Stream<Flight> carried() {
            return flights.carried(born, replaced).stream().filter(flight -> !first || flight.isFirst());
        }
    }

    /** What came to an instance, where that is counted. */
    public static Carried cameIn(Flights flights, long born, long replaced) {
        return new Carried(List.of(new Stay(flights, born, replaced, false)));
    }

    /** What is there at all now. */
    public static Carried allOf(Flights flights) {
        return cameIn(flights, 0, Long.MAX_VALUE);
    }

    /** This, and what the instance has sent where that is counted. */
    public Carried andSent(Flights flights, long born, long replaced) {
        return new Carried(Stream.concat(stays.stream(), Stream.of(new Stay(flights, born, replaced, true))).toList());
    }

    /**
     * Completes when nothing of it is left.
     *
     * @param streams whether the bodies of replies count, too
     */
    public CompletableFuture<Void> idle(boolean streams) {
        return CompletableFuture.allOf(stays.stream().map(stay -> stay.flights.idle(stay.born, stay.replaced, streams))
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Whether nothing of it is left but requests with these ids: those wait for the next instance.
     *
     * @param streams whether the bodies of replies count, too
     */
    public boolean isIdleBut(boolean streams, Set<String> ids) {
        return stays.stream().allMatch(stay -> stay.flights.isIdleBut(stay.born, stay.replaced, streams, ids));
    }

    /** For people: a line for each request. */
    public List<String> shown() {
        return lines(carried());
    }

    /** The streams among it, a line for each. */
    public List<String> streams() {
        return lines(carried().filter(Flight::isStream));
    }

    /**
     * Ends it.
     *
     * @param but the ids of those that wait for the next instance
     * @return what was ended, a line for each
     */
    public List<String> end(Kind kind, Set<String> but, Failure why) {
        List<Flight> ended = carried()
                .filter(flight -> kind == Kind.ALL || flight.isWaiting() == (kind == Kind.REQUESTS))
                .filter(flight -> !flight.isWaiting() || !but.contains(flight.id())).toList();
        List<String> lines = lines(ended.stream());
        ended.forEach(flight -> flight.end(why));
        return lines;
    }

    private Stream<Flight> carried() {
        return stays.stream().flatMap(Stay::carried);
    }

    private static List<String> lines(Stream<Flight> flights) {
        return flights.map(Flight::toString).sorted(Comparator.naturalOrder()).toList();
    }
}
