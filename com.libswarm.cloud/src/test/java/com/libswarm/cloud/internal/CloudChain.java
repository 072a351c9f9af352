package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.aggregate.Aggregate;
import com.libswarm.adapter.simulator.Simulator;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A chain of one link that has its hosts in a {@link MemoryCloud}. */
final class CloudChain implements AutoCloseable {

    static final String SPEC = "memory --user root --key /dev/null";

    final MemoryCloud cloud;
    final StandInSsh ssh;
    final TestChain chain;

    private CloudChain(MemoryCloud cloud, StandInSsh ssh, String spec) {
        this.cloud = cloud;
        this.ssh = ssh;
        this.chain = TestChain.of(Hop.PLAIN, List.of(cloud, ssh, new Simulator(), new Aggregate()), spec);
    }

    static CloudChain of(String options) {
        return of(new MemoryCloud(), options);
    }

    static CloudChain of(MemoryCloud cloud, String options) {
        return new CloudChain(cloud, new StandInSsh(), (SPEC + " " + options).strip());
    }

    static CloudChain of(MemoryCloud cloud, StandInSsh ssh, String options) {
        return new CloudChain(cloud, ssh, (SPEC + " " + options).strip());
    }

    Call ask(String path) {
        return chain.ask(Message.of(Verb.Get, path));
    }

    Message ping() throws Exception {
        Message reply = reply(Message.of(Verb.Get, "/_ping"));
        reply.body().cancel();
        return reply;
    }

    Message reply(Message message) throws Exception {
        return chain.ask(message).result().get(30, TimeUnit.SECONDS);
    }

    /** Whether it has found its host gone; asks for something, since a failure is what makes it look, but not while it just gets a host. */
    boolean missesItsHost() {
        ask("/_ping");
        return chain.journal().stream().anyMatch(line -> line.endsWith("The host libswarm is not there any more."));
    }

    Message create(String name, String json) throws Exception {
        return reply(Message.of(Verb.Spawn, "/containers").withArgs(Args.of("name", name)).withBody(Body.text(json)));
    }

    String text(String path) throws Exception {
        Message reply = reply(Message.of(Verb.Get, path));
        assertThat(reply.isError()).as(reply.text()).isFalse();
        return StandardCharsets.UTF_8.decode(reply.body().collect(1 << 20).get(10, TimeUnit.SECONDS)).toString();
    }

    /** What the link tells about itself, a line each. */
    List<String> details() {
        return chain.chain().links().get(0).details().entrySet().stream().map(detail -> detail.getKey() + ": " + detail.getValue()).toList();
    }

    @Override
    public void close() {
        chain.close();
    }
}
