package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.http.HeadBudget;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.tls.Tls;
import com.libswarm.adapter.docker.internal.tls.TlsSettings;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Serves the Docker Engine API: what {@code docker} asks becomes messages to the next link. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(
        name = "dockerserver",
        summary = "serves the Docker Engine API to docker and other clients",
        arguments = "[URL...]  where to listen, tcp://HOST:PORT or unix:///PATH (default: tcp://localhost:4243)",
        options = {
            "--tlsverify  TLS on the tcp:// addresses, for clients with a certificate that --tlscacert has signed",
            "--tls  TLS on the tcp:// addresses, for whoever comes",
            "--tlscacert FILE  the authority of the clients' certificates, in PEM (ca.pem in DOCKER_CERT_PATH or ~/.docker)",
            "--tlscert FILE  the server's certificate, in PEM (cert.pem there)",
            "--tlskey FILE  its private key, in PEM (key.pem there)",
            "--socket-mode MODE  the permissions of the unix:// sockets, in octal digits (0660)",
            "--socket-group GROUP  their group (that of swarmd's process)",
            "--insecure  listen on addresses that other machines can reach, though clients show no certificate"},
        examples = {"dockerserver", "dockerserver tcp://localhost:4243 unix:///run/swarm.sock --socket-group docker",
            "dockerserver tcp://0.0.0.0:2376 --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey key.pem"})
public final class DockerServer implements Adapter {

    private static final int DEFAULT_PORT = 4243;

    private final Loops loops;
    private final ServerLimits limits;
    private final Map<String, String> environment;
    // of all links: their heads share one heap
    private final HeadBudget heads = HeadBudget.ofHeap();

    @Activate
    public DockerServer(@Reference Loops loops) {
        this(loops, ServerLimits.STANDARD, System.getenv());
    }

    DockerServer(Loops loops, ServerLimits limits, Map<String, String> environment) {
        this.loops = loops;
        this.limits = limits;
        this.environment = environment;
    }

    @Override
    public Link spawn(Context context) {
        Optional<TlsSettings> tls = TlsSettings.ofServer(context, environment);
        boolean insecure = !context.option("insecure").isEmpty();
        boolean guarded = insecure || tls.isPresent() && tls.get().verify();
        SocketAccess access = SocketAccess.of(context, insecure);
        List<Address> addresses = context.args().stream().map(url -> Address.parse(url, DEFAULT_PORT)).toList();
        for (Address address : addresses) {
            if (!address.isUnix() && !guarded && !isLoopback(address.host())) {
                throw refusal(address, context.args(), tls.isPresent());
            }
        }
        if (tls.isPresent() && addresses.stream().allMatch(Address::isUnix)) {
            throw new Failure(400, "TLS is spoken on TCP only, and there is no tcp://HOST:PORT to listen on: add one, or leave the TLS options out.");
        }
        if (SocketAccess.isNamed(context) && addresses.stream().noneMatch(Address::isUnix)) {
            throw new Failure(400, "--socket-mode and --socket-group are for unix sockets, and there is no unix:///PATH to listen on: add one, or "
                    + "leave them out.");
        }
        return new ServerLink(context, loops, limits, heads, addresses, access, tls.map(settings -> Tls.server(settings, context.log())));
    }

    @Override
    public List<Finding> inspect(Inspection inspection) {
        return inspection.args().stream().map(url -> inspection.listening(Address.parse(url, DEFAULT_PORT).toString())).toList();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new Failure(400, "The host '" + host + "' to listen on is unknown: write tcp://localhost:4243, or an address of this machine.",
                    unknown);
        }
    }

    private static Failure refusal(Address address, List<String> urls, boolean tls) {
        String all = String.join(" ", urls);
        return new Failure(400, "'" + address + "' can be reached from other machines, and whoever reaches a Docker API owns the machine behind it. "
                + (tls ? "--tls alone lets everybody in: to let in only who has a certificate, write --tlsverify instead. "
                        + "To listen there for everybody all the same, write: dockerserver --tls --insecure " + all
                        : "To let in only who has a certificate, write: dockerserver --tlsverify " + all + ". "
                        + "To listen there without TLS all the same, write: dockerserver --insecure " + all));
    }
}
