package com.libswarm.cloud.internal.http;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks over HTTP, on threads that may block, and is patient within limits: what was refused because too much was asked is asked again
 * when the server says so (429 and 413 with Retry-After, RFC 9110, 10.2.3), and what may be repeated also when the server failed or
 * the connection broke, three times, after growing pauses.
 *
 * <p>By the JDK's HttpURLConnection: on Java 17 a java.net.http.HttpClient has a thread that ends only when a collector finds the client
 * gone, so nobody could end it in time. It belongs to one link, which closes it.
 */
public final class Http implements AutoCloseable {

    private static final int TRIES = 4;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final Duration MOST_PATIENCE = Duration.ofMinutes(2);
    private static final Set<Integer> SLOW_DOWN = Set.of(429, 413);
    private static final Set<Integer> FAILED = Set.of(500, 502, 503, 504);

    private final Connections connections;

    public Http(Connections connections) {
        this.connections = connections;
    }

    /**
     * Asks, and asks again where that helps.
     *
     * @return the answer, which may be an error
     * @throws Failure 502 if the server cannot be reached, 503 if it wants to be left alone for longer than anybody waits, or this is closed
     */
    public Answer send(Ask ask) {
        long patience = MOST_PATIENCE.toMillis();
        for (int tried = 1;; tried++) {
            long pause = FIRST_PAUSE_MILLIS << tried;
            try {
                Answer answer = connections.exchange(ask);
                OptionalLong wanted = SLOW_DOWN.contains(answer.status()) || FAILED.contains(answer.status()) ? retryAfter(answer) : OptionalLong.empty();
                boolean refused = SLOW_DOWN.contains(answer.status()) && (wanted.isPresent() || answer.status() == 429);
                boolean failed = FAILED.contains(answer.status()) && ask.repeatable();
                if (!refused && (!failed || tried == TRIES)) {
                    return answer;
                }
                pause = wanted.orElse(pause);
                if (pause > patience) {
                    throw new Failure(503, server(ask) + " wants to be asked less often (" + answer.status() + ") and says to come back after "
                            + (pause + 999) / 1_000 + " s.");
                }
            } catch (IOException unreachable) {
                if (connections.isClosed()) {
                    throw stopped(unreachable);
                }
                if (!ask.repeatable() || tried == TRIES || ConnectFailure.isCertain(unreachable)) {
                    throw new Failure(502, server(ask) + " cannot be reached: " + ConnectFailure.sentence(unreachable), unreachable);
                }
            }
            patience -= pause;
            pause(pause);
        }
    }

    private static String server(Ask ask) {
        return ask.url().getScheme() + "://" + ask.url().getAuthority();
    }

    /** In milliseconds. Two forms are allowed: seconds, and a date. */
    private static OptionalLong retryAfter(Answer answer) {
        String value = answer.field("Retry-After").orElse("").strip();
        if (value.matches("[0-9]{1,9}")) {
            return OptionalLong.of(Long.parseLong(value) * 1_000);
        }
        try {
            Instant when = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return OptionalLong.of(Math.max(0, Duration.between(Instant.now(), when).toMillis()));
        } catch (DateTimeParseException none) {
            return OptionalLong.empty();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw stopped(stopped);
        }
    }

    private static Failure stopped(Exception cause) {
        return new Failure(503, "The link has stopped.", cause);
    }

    /** Ends what is on its way; what is asked from now on fails. */
    @Override
    public void close() {
        connections.close();
    }
}
