package com.libswarm.adapter.ssh;

import com.libswarm.adapter.ssh.internal.config.HostSettings;
import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.adapter.ssh.internal.keys.Identities;
import com.libswarm.adapter.ssh.internal.stream.LocalEnd;
import com.libswarm.adapter.ssh.internal.transport.Transport;
import com.libswarm.adapter.ssh.internal.transport.Tunnel;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One {@code ssh} of a chain: a nested {@code dockerclient} that connects to a unix socket of this link's own, from which each
 * connection goes on in a channel of the tunnel.
 *
 * <pre>
 *   message -> dockerclient ==> unix socket ==> channel of the SSH connection ==> sshd ==> engine
 * </pre>
 */
final class SshLink implements Link {

    /** How long a start waits for the first connection: if it takes longer, requests wait for it. */
    private static final long FIRST_SECONDS = 3;

    private record Running(Transport.Lease lease, Tunnel tunnel, LocalEnd end, Child engine, Replies replies) {
    }

    private final Context context;
    private final Transport transport;
    private final SshOptions options;
    private volatile Optional<Running> running = Optional.empty();

    SshLink(Context context, Transport transport, SshOptions options) {
        this.context = context;
        this.transport = transport;
        this.options = options;
    }

    /** What is wrong on this side fails the start; what is wrong over there is reported, and tried again. */
    @Override
    public void start() throws IOException, InterruptedException {
        HostSettings host = HostSettings.of(options);
        Identities.of(host, options);
        Transport.Lease lease = transport.lease();
        Running begun;
        try {
            begun = begin(lease, host);
        } catch (IOException | RuntimeException failed) {
            lease.close();
            throw failed;
        }
        running = Optional.of(begun);
        try {
            begun.tunnel().start().get(FIRST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            // requests wait for it
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Running begin(Transport.Lease lease, HostSettings host) throws IOException {
        var tunnel = new Tunnel(context, lease, options, host.toString());
        LocalEnd end = LocalEnd.open(lease.loop(), tunnel);
        String local = "unix://" + end.socket();
        try {
            Child engine = context.spawn("engine", "dockerclient " + local);
            return new Running(lease, tunnel, end, engine, new Replies(tunnel, local, "ssh://" + host + " (" + options.engine() + ")"));
        } catch (RuntimeException failed) {
            end.close();
            throw failed;
        }
    }

    @Override
    public void send(Message message) {
        Optional<Running> now = running;
        if (now.isPresent()) {
            now.get().engine().send(now.get().replies().seen(message));
        } else {
            message.body().cancel();
            message.reply(Message.error(503, "The SSH link to " + options.address().host() + " does not run: start its chain."));
        }
    }

    @Override
    public Map<String, String> details() {
        return running.map(now -> Map.of("tunnel", now.tunnel().state())).orElse(Map.of());
    }

    @Override
    public CompletionStage<?> drain() {
        running.ifPresent(now -> now.tunnel().drain());
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void stop() {
        running.ifPresent(ended -> {
            ended.tunnel().stop();
            ended.end().close();
            ended.lease().close();
        });
        running = Optional.empty();
    }
}
