package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.config.EngineAddress;
import com.libswarm.adapter.ssh.internal.stream.ChannelRefused;
import com.libswarm.adapter.ssh.internal.stream.Conduit;
import com.libswarm.adapter.ssh.internal.stream.StreamChannel;
import com.libswarm.adapter.ssh.internal.stream.Way;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How channels reach the engine on its host: by forwarding, or, where the server forwards nothing, by a docker command over there. What has
 * worked is kept to.
 */
final class Route {

    /** The status of the failure that a server which opens no more channels on a connection is. */
    static final int FULL = 429;
    private static final long OPEN_SECONDS = 10;

    private final EngineAddress engine;
    private final String host;
    private volatile Optional<Way> proven = Optional.empty();

    Route(EngineAddress engine, String host) {
        this.engine = engine;
        this.host = host;
    }

    /** A channel that carries bytes to the engine; fails with a {@link Failure}. */
    CompletableFuture<StreamChannel> open(Connection connection, Conduit conduit, ScheduledExecutorService timer) {
        Way forwarding = Way.forwarding(engine);
        Way first = proven.orElse(forwarding);
        return attempt(connection, first, conduit, timer).handle((channel, why) -> {
            if (why == null) {
                proven = Optional.of(first);
                return CompletableFuture.completedFuture(channel);
            }
            Throwable refused = why instanceof CompletionException ? why.getCause() : why;
            if (proven.isEmpty() && mayBeForbidden(refused)) {
                return dial(connection, conduit, timer, (ChannelRefused) refused);
            }
            return CompletableFuture.<StreamChannel>failedFuture(failure(first, refused, Optional.empty()));
        }).thenCompose(next -> next);
    }

    /** OpenSSH tells a socket that is not there and one that may not be reached apart for ports only. */
    private static boolean mayBeForbidden(Throwable refused) {
        return refused instanceof ChannelRefused && !((ChannelRefused) refused).isShortage();
    }

    private CompletableFuture<StreamChannel> dial(Connection connection, Conduit conduit, ScheduledExecutorService timer, ChannelRefused forwarding) {
        if (engine.port().isPresent() && !forwarding.isProhibited()) {
            return CompletableFuture.failedFuture(failure(Way.forwarding(engine), forwarding, Optional.empty()));
        }
        Way dialing = Way.dialing(engine);
        return attempt(connection, dialing, conduit, timer).handle((channel, why) -> {
            if (why == null) {
                channel.proven().thenRun(() -> proven = Optional.of(dialing));
                return CompletableFuture.completedFuture(channel);
            }
            Throwable refused = why instanceof CompletionException ? why.getCause() : why;
            return CompletableFuture.<StreamChannel>failedFuture(failure(dialing, refused, Optional.of(forwarding)));
        }).thenCompose(next -> next);
    }

    private CompletableFuture<StreamChannel> attempt(Connection connection, Way way, Conduit conduit, ScheduledExecutorService timer) {
        var channel = new StreamChannel(way, conduit);
        conduit.expects(channel);
        try {
            connection.open(channel);
        } catch (IOException | RuntimeException gone) {
            return CompletableFuture.failedFuture(gone);
        }
        Future<?> limit = timer.schedule(() -> channel.ready().completeExceptionally(new TimeoutException()), OPEN_SECONDS, TimeUnit.SECONDS);
        return channel.ready().whenComplete((opened, why) -> {
            limit.cancel(false);
            if (why != null) {
                channel.close(false);
            }
        });
    }

    /** @param complaint what the docker command over there has printed */
    Failure commandFailed(String complaint) {
        return new Failure(502, "Cannot reach the Docker engine at " + engine + " of " + host + ": " + (proven.isPresent() ? ""
                : "the server does not connect to it (nobody listens there, or forwarding is not allowed), and ")
                + "'" + engine.dialCommand() + "' over there says: " + complaint);
    }

    private Failure failure(Way way, Throwable why, Optional<ChannelRefused> forwarding) {
        if (why instanceof TimeoutException) {
            return new Failure(504, "The SSH server of " + host + " does not open a channel to the Docker engine at " + engine + " in " + OPEN_SECONDS
                    + " seconds.");
        }
        if (!(why instanceof ChannelRefused)) {
            return new Failure(502, "The SSH connection to " + host + " broke off: " + Reasons.of(why) + ".");
        }
        ChannelRefused refused = (ChannelRefused) why;
        if (way.kind() == Way.Kind.COMMAND || refused.isShortage()) {
            return new Failure(FULL, "The SSH server of " + host + " opens no channel (" + refused.getMessage() + ")"
                    + forwarding.map(first -> ", neither by forwarding to " + engine + " (" + first.getMessage() + ") nor for '" + way.target() + "'").orElse("")
                    + ". Is Docker running there, and may this user forward or run commands?");
        }
        return new Failure(502, "Cannot connect to the Docker engine at " + engine + " of " + host + ": " + refused.getMessage()
                + ". Is it running, and may this user reach it?");
    }
}
