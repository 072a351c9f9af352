package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.adapter.ssh.internal.hosts.HostKeyCheck;
import com.libswarm.adapter.ssh.internal.stream.Conduit;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The way to one host: an SSH connection that is kept, and made anew when it is lost. What needs a channel meanwhile waits, in a
 * queue that has limits. When the server opens no more channels on a connection, there is a second, and a few more.
 *
 * <p>Thread-safe. The lock is never held while anything is called.
 */
public final class Tunnel implements Conduit.Channels {

    /** How many requests wait for a channel at a time, and how long. */
    static final int WAITING_LIMIT = 1_000;
    static final long WAITING_MILLIS = 10_000;
    private static final int CONNECTIONS_LIMIT = 8;
    private static final long FIRST_DELAY_MILLIS = 250;
    private static final long FIRST_REFUSAL_MILLIS = 2_000;
    private static final long LAST_DELAY_MILLIS = 30_000;

    private final Context context;
    private final String host;
    private final Connector connector;
    private final Route route;
    private final CompletableFuture<Void> tried = new CompletableFuture<>();

    // guarded by this
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Optional<Failure> refusal = Optional.empty();
    private String trouble = "";
    private boolean connecting;
    private boolean retrying;
    private boolean draining;
    private boolean stopped;
    private boolean dormant;
    private boolean away;
    private boolean reported;
    private int failures;
    private int losses;
    private String lossCause = "";

    private record Waiting(Conduit conduit, ScheduledFuture<?> limit) {
    }

    /** @param host as it is said to people */
    public Tunnel(Context context, Transport.Lease lease, SshOptions options, String host) {
        this.context = context;
        this.host = host;
        this.connector = new Connector(lease.client(), options,
                options.acceptNew() ? HostKeyCheck.Unknown.RECORDED : HostKeyCheck.Unknown.REFUSED,
                news -> context.log().log(Level.INFO, news));
        this.route = new Route(options.engine(), host);
    }

    /** Begins to connect. @return completed when it is known for the first time whether that works */
    public CompletableFuture<Void> start() {
        connectIfWanted();
        return tried;
    }

    @Override
    public void open(Conduit conduit) {
        place(conduit, false).run();
    }

    /** @param again whether it was placed before, and comes before those that wait */
    private synchronized Runnable place(Conduit conduit, boolean again) {
        if (stopped) {
            return () -> conduit.refuse(new Failure(503, "The SSH link to " + host + " has stopped."));
        }
        for (Connection connection : connections) {
            if (connection.isOpen() && connection.hasRoom()) {
                connection.take();
                return () -> begin(conduit, connection);
            }
        }
        if (refusal.isPresent() && connections.isEmpty()) {
            Failure why = refusal.get();
            return () -> conduit.refuse(why);
        }
        if (waiting.size() >= WAITING_LIMIT) {
            return () -> conduit.refuse(new Failure(503, "More than " + WAITING_LIMIT + " requests wait for the SSH connection to " + host + "."));
        }
        var entry = new Waiting(conduit, context.timer().schedule(() -> tooLong(conduit), WAITING_MILLIS, TimeUnit.MILLISECONDS));
        if (again) {
            waiting.addFirst(entry);
        } else {
            waiting.addLast(entry);
        }
        return this::connectIfWanted;
    }

    private void tooLong(Conduit conduit) {
        Failure why;
        synchronized (this) {
            if (!waiting.removeIf(entry -> entry.conduit() == conduit)) {
                return;
            }
            String seconds = WAITING_MILLIS / 1000 + " seconds";
            why = connections.isEmpty() ? new Failure(504, "No SSH connection to " + host + " in " + seconds + (trouble.isEmpty() ? "." : ": " + trouble))
                    : new Failure(503, "The SSH server of " + host + " opened no more channels, and none was free in " + seconds
                            + ": see MaxSessions in its sshd_config.");
        }
        conduit.refuse(why);
    }

    @Override
    public void forget(Conduit conduit) {
        synchronized (this) {
            for (Iterator<Waiting> entries = waiting.iterator(); entries.hasNext();) {
                Waiting entry = entries.next();
                if (entry.conduit() == conduit) {
                    entry.limit().cancel(false);
                    entries.remove();
                }
            }
        }
    }

    private void begin(Conduit conduit, Connection connection) {
        route.open(connection, conduit, context.timer()).whenComplete((carrier, why) -> {
            if (why == null) {
                carrier.addCloseFutureListener(closed -> freed(connection));
                conduit.carriedBy(carrier);
                return;
            }
            Failure failure = Failure.of(why);
            boolean full;
            synchronized (this) {
                connection.giveBack();
                full = failure.status() == Route.FULL && (connection.channels() > 0 || !connection.isOpen());
                if (full) {
                    connection.isFull();
                }
            }
            if (full || !connection.isOpen()) {
                place(conduit, true).run();
            } else {
                conduit.refuse(failure.status() == Route.FULL ? new Failure(502, failure.getMessage()) : failure);
            }
        });
    }

    private void freed(Connection connection) {
        boolean surplus;
        synchronized (this) {
            connection.giveBack();
            surplus = connection.channels() == 0 && connections.indexOf(connection) > 0 && waiting.isEmpty();
            if (surplus) {
                connections.remove(connection);
            }
        }
        if (surplus) {
            context.blocking().execute(connection::close);
        } else {
            serveWaiting();
        }
    }

    private void serveWaiting() {
        List<Runnable> placed = new ArrayList<>();
        synchronized (this) {
            for (Connection connection : connections) {
                while (connection.isOpen() && connection.hasRoom() && !waiting.isEmpty()) {
                    Waiting next = waiting.remove();
                    next.limit().cancel(false);
                    connection.take();
                    placed.add(() -> begin(next.conduit(), connection));
                }
            }
        }
        placed.forEach(Runnable::run);
        connectIfWanted();
    }

    private void connectIfWanted() {
        synchronized (this) {
            boolean wanted = connections.isEmpty() ? !draining && !dormant || !waiting.isEmpty()
                    : !waiting.isEmpty() && connections.size() < CONNECTIONS_LIMIT;
            if (stopped || connecting || retrying || !wanted) {
                return;
            }
            connecting = true;
        }
        try {
            context.blocking().execute(this::connect);
        } catch (RejectedExecutionException stopping) {
            failed(new Failure(503, "The SSH link to " + host + " has stopped."), true);
        }
    }

    private void connect() {
        try {
            Connection made = connector.connect();
            connected(made);
        } catch (Connector.Refused refused) {
            failed(new Failure(502, refused.getMessage()), true);
        } catch (RuntimeException failed) {
            failed(Failure.of(failed), false);
        }
    }

    private void connected(Connection made) {
        boolean back;
        boolean unwanted;
        synchronized (this) {
            connecting = false;
            unwanted = stopped;
            back = away;
            away = false;
            dormant = false;
            reported = false;
            failures = 0;
            refusal = Optional.empty();
            trouble = "";
            if (!unwanted) {
                connections.add(made);
            }
        }
        if (unwanted) {
            made.close();
            return;
        }
        if (back) {
            context.log().log(Level.INFO, "The SSH connection to " + host + " is back.");
        }
        made.onEnd(this::lost);
        serveWaiting();
        tried.complete(null);
    }

    private void failed(Failure why, boolean hopeless) {
        List<Waiting> given = new ArrayList<>();
        boolean first;
        long delay;
        synchronized (this) {
            connecting = false;
            first = !reported;
            reported = true;
            away = connections.isEmpty();
            // a server that lets nobody in is not pestered: only a request makes this side try again
            dormant = hopeless;
            trouble = why.getMessage();
            if (hopeless) {
                refusal = Optional.of(why);
                if (connections.isEmpty()) {
                    given.addAll(waiting);
                    waiting.clear();
                }
            }
            delay = delay(failures++, hopeless);
            retrying = !stopped;
        }
        given.forEach(entry -> {
            entry.limit().cancel(false);
            entry.conduit().refuse(why);
        });
        if (first) {
            context.log().log(Level.WARNING, why.getMessage());
        }
        later(delay);
        tried.complete(null);
    }

    /** Grows up to half a minute; half of it is left to chance, so that many do not come back at once. */
    private static long delay(int failures, boolean hopeless) {
        long first = hopeless ? FIRST_REFUSAL_MILLIS : FIRST_DELAY_MILLIS;
        long longest = Math.min(LAST_DELAY_MILLIS, first << Math.min(failures, 10));
        return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    }

    private void later(long millis) {
        try {
            context.timer().schedule(() -> {
                synchronized (this) {
                    retrying = false;
                    refusal = Optional.empty();
                }
                connectIfWanted();
            }, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            // nobody waits for it any more
        }
    }

    private void lost(Connection connection) {
        boolean expected;
        synchronized (this) {
            expected = stopped || !connections.remove(connection);
            if (!expected) {
                losses++;
                refusal = Optional.empty();
                lossCause = connection.cause();
                away = connections.isEmpty();
            }
        }
        if (!expected) {
            context.log().log(Level.WARNING, "The SSH connection to " + host + " broke off: " + connection.cause() + ". It is made anew.");
            connectIfWanted();
        }
    }

    /** How many connections were lost so far. */
    public synchronized int losses() {
        return losses;
    }

    @Override
    public Failure commandFailed(String complaint) {
        return route.commandFailed(complaint);
    }

    @Override
    public synchronized Failure brokenOff() {
        return new Failure(502, "The SSH connection to " + host + " broke off" + (lossCause.isEmpty() ? "" : ": " + lossCause) + ".");
    }

    /** Makes no connection any more for what may come. */
    public synchronized void drain() {
        draining = true;
    }

    /** Ends all connections; what waits is refused. Waits for that. */
    public void stop() {
        List<Connection> ended;
        List<Waiting> given;
        synchronized (this) {
            stopped = true;
            ended = List.copyOf(connections);
            given = List.copyOf(waiting);
            waiting.clear();
        }
        given.forEach(entry -> entry.conduit().refuse(new Failure(503, "The SSH link to " + host + " has stopped.")));
        ended.forEach(Connection::close);
    }
}
