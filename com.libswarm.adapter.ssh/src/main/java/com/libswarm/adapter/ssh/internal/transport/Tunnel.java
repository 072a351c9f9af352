package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.config.Refused;
import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.adapter.ssh.internal.hosts.HostKeyCheck;
import com.libswarm.adapter.ssh.internal.stream.Conduit;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The way to one host: an SSH connection that is kept, and made anew when it is lost. What needs a channel meanwhile waits, in a
 * queue that has limits. When the server opens no more channels on a connection, there is a second, and a few more.
 *
 * <p>Thread-safe. The lock is never held while a conduit, a channel or the network is called.
 */
public final class Tunnel implements Conduit.Channels {

    /** How many requests wait for a channel at a time. */
    static final int WAITING_LIMIT = 1_000;

    private final Context context;
    private final String host;
    private final Connector connector;
    private final Route route;
    private final CompletableFuture<Void> tried = new CompletableFuture<>();

    // guarded by this
    private final Connections connections = new Connections();
    private final Waiting waiting = new Waiting();
    private final Attempts attempts;
    private boolean draining;
    private boolean stopped;

    /** @param host as it is said to people */
    public Tunnel(Context context, Transport.Lease lease, SshOptions options, String host) {
        this.context = context;
        this.host = host;
        this.connector = new Connector(lease, options,
                options.acceptNew() ? HostKeyCheck.Unknown.RECORDED : HostKeyCheck.Unknown.REFUSED,
                news -> context.log().log(Level.INFO, news));
        this.route = new Route(options.engine(), host);
        this.attempts = new Attempts(context.timer(), this::connectIfWanted, this::tryAgain);
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
            return () -> conduit.refuse(hasStopped());
        }
        Optional<Connection> free = connections.takeRoom();
        if (free.isPresent()) {
            return () -> begin(conduit, free.get());
        }
        Optional<Failure> refusal = attempts.outage().flatMap(Outage::refusal);
        if (refusal.isPresent()) {
            return () -> conduit.refuse(refusal.get());
        }
        if (waiting.size() >= WAITING_LIMIT) {
            return () -> conduit.refuse(new Failure(503, "More than " + WAITING_LIMIT + " requests wait for the SSH connection to " + host + "."));
        }
        long patience = attempts.outage().map(Outage::patience).orElse(Outage.WAITING_MILLIS);
        waiting.add(conduit, context.timer().schedule(() -> tooLong(conduit), patience, TimeUnit.MILLISECONDS), again);
        return this::connectIfWanted;
    }

    private void tooLong(Conduit conduit) {
        Failure why;
        synchronized (this) {
            if (!waiting.remove(conduit)) {
                return;
            }
            why = attempts.outage().isEmpty() ? new Failure(503, "The SSH server of " + host + " opens no more channels, and none was free in time: see "
                    + "MaxSessions in its sshd_config.") : attempts.outage().flatMap(Outage::trouble)
                    .orElseGet(() -> new Failure(504, "The SSH server of " + host + " does not answer in time."));
        }
        conduit.refuse(why);
    }

    @Override
    public synchronized void forget(Conduit conduit) {
        waiting.remove(conduit);
    }

    private void begin(Conduit conduit, Connection connection) {
        route.open(connection, conduit, context.timer()).whenComplete((carrier, why) -> {
            if (why == null) {
                carrier.addCloseFutureListener(closed -> freed(connection));
                conduit.carriedBy(carrier);
                return;
            }
            Failure failure = Failure.of(why);
            boolean elsewhere;
            synchronized (this) {
                connection.giveBack();
                boolean full = failure.status() == Route.FULL && connection.channels() > 0;
                if (full) {
                    connection.isFull();
                }
                elsewhere = full || !connection.isOpen();
            }
            if (elsewhere) {
                place(conduit, true).run();
            } else {
                conduit.refuse(failure.status() == Route.FULL ? new Failure(502, failure.getMessage()) : failure);
            }
        });
    }

    /** A channel has closed. */
    private void freed(Connection connection) {
        boolean surplus;
        synchronized (this) {
            surplus = connections.giveBack(connection, !waiting.isEmpty());
        }
        if (surplus) {
            onBlocking(connection::close);
        } else {
            serveWaiting();
        }
    }

    private void serveWaiting() {
        List<Runnable> placed = new ArrayList<>();
        synchronized (this) {
            for (Optional<Connection> free = roomForNext(); free.isPresent(); free = roomForNext()) {
                Connection connection = free.get();
                Conduit next = waiting.next().orElseThrow();
                placed.add(() -> begin(next, connection));
            }
        }
        placed.forEach(Runnable::run);
        connectIfWanted();
    }

    private Optional<Connection> roomForNext() {
        return waiting.isEmpty() ? Optional.empty() : connections.takeRoom();
    }

    private void connectIfWanted() {
        synchronized (this) {
            boolean asked = !waiting.isEmpty() && connections.mayBeMore();
            if (stopped || !attempts.begin(asked, connections.isEmpty() && !draining)) {
                return;
            }
        }
        onBlocking(this::connect);
    }

    private void onBlocking(Runnable task) {
        try {
            context.blocking().execute(task);
        } catch (RejectedExecutionException stopping) {
            // the link ends, and with it what this was for
        }
    }

    private void connect() {
        try {
            connected(connector.connect());
        } catch (Refused refused) {
            failed(new Failure(502, refused.getMessage(), refused), true);
        } catch (RuntimeException failed) {
            failed(Failure.of(failed), false);
        }
    }

    private void connected(Connection made) {
        boolean back;
        boolean unwanted;
        synchronized (this) {
            unwanted = stopped;
            back = attempts.succeeded();
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

    private void failed(Failure why, boolean lasting) {
        List<Conduit> refused;
        boolean news;
        synchronized (this) {
            if (stopped) {
                return;
            }
            news = attempts.failed(why, lasting, !connections.isEmpty());
            refused = lasting ? waiting.removeAll() : List.of();
        }
        if (news) {
            context.log().log(Level.WARNING, why.getMessage());
        }
        refused.forEach(conduit -> conduit.refuse(why));
        tried.complete(null);
    }

    private void tryAgain() {
        synchronized (this) {
            attempts.mayBegin();
        }
        connectIfWanted();
    }

    private void lost(Connection connection) {
        boolean expected;
        synchronized (this) {
            expected = stopped || !connections.lost(connection);
            if (!expected && connections.isEmpty()) {
                attempts.lost();
            }
        }
        if (!expected) {
            context.log().log(Level.WARNING, "The SSH connection to " + host + " broke off: " + connection.cause() + ". It is made anew.");
            connectIfWanted();
        }
    }

    /** How it is, for people: what it has, or why it has nothing. */
    public synchronized String state() {
        return connections.isEmpty() ? attempts.outage().flatMap(Outage::trouble).map(Failure::getMessage).orElse("connecting to " + host)
                : connections.state(host);
    }

    /** How many connections were lost so far. */
    public synchronized int losses() {
        return connections.losses();
    }

    @Override
    public Failure commandFailed(String complaint) {
        return route.commandFailed(complaint);
    }

    @Override
    public synchronized Failure brokenOff() {
        String cause = connections.lossCause();
        return new Failure(502, "The SSH connection to " + host + " broke off" + (cause.isEmpty() ? "" : ": " + cause) + ".");
    }

    private Failure hasStopped() {
        return new Failure(503, "The SSH link to " + host + " has stopped.");
    }

    /** Makes no connection any more but for what waits. */
    public synchronized void drain() {
        draining = true;
    }

    /** Ends all connections; what waits is refused. Waits for that. */
    public void stop() {
        List<Connection> ended;
        List<Conduit> refused;
        synchronized (this) {
            stopped = true;
            ended = connections.all();
            refused = waiting.removeAll();
        }
        refused.forEach(conduit -> conduit.refuse(hasStopped()));
        ended.forEach(Connection::close);
    }
}
