package com.libswarm.adapter.docker.internal;

import com.libswarm.adapter.docker.internal.client.DockerClient;
import com.libswarm.adapter.docker.internal.client.FakeEngine;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.server.DockerServer;
import com.libswarm.adapter.docker.internal.server.RawClient;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.wire.Wire;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For each test a chain that begins with {@code dockerserver} and mostly ends with {@code dockerclient}, between a client and an engine
 * of which every byte is the test's:
 *
 * <pre>
 *   &#64;RegisterExtension
 *   final EngineChain chain = new EngineChain();
 *
 *   try (var engine = chain.engine(hop, (peer, n) -&gt; peer.say("HTTP/1.1 ...")); var client = chain.client()) {
 * </pre>
 */
final class EngineChain implements BeforeEachCallback, AfterEachCallback {

    private static final String NAME = "web";

    private final List<Adapter> more;
    private Swarm swarm;
    private int port;

    /** @param more adapters for the chain */
    EngineChain(Adapter... more) {
        this.more = List.of(more);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        var loops = new Loops();
        swarm = Swarm.create((level, source, line) -> { });
        Stream.concat(Stream.of(new DockerServer(loops), new DockerClient(loops), new Wire()), more.stream()).forEach(swarm::add);
        port = FreePort.find();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        swarm.close();
    }

    /** Makes a chain to an engine that plays a part. */
    FakeEngine engine(Hop hop, FakeEngine.Play play) throws IOException {
        var engine = new FakeEngine(0, play);
        to(hop, "dockerclient tcp://127.0.0.1:" + engine.port());
        return engine;
    }

    /** Makes a chain to another last link. */
    void to(Hop hop, String last) {
        swarm.create(NAME, hop.between(List.of("dockerserver tcp://127.0.0.1:" + port, last)));
    }

    /** Ends the chain, so that another can be made. */
    void destroy() {
        swarm.find(NAME).orElseThrow().destroy();
    }

    /** A client of the chain. */
    RawClient client() throws IOException {
        return new RawClient(port);
    }
}
