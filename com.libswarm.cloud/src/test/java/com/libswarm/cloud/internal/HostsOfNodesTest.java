package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Aggregate;
import com.libswarm.adapter.simulator.Simulator;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.cloud.internal.Host.Status;
import com.libswarm.cloud.internal.http.Data;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hosts of links that are nodes of an aggregate: it passes on what is asked of them. */
class HostsOfNodesTest {

    private static final Message LIST = Message.of(Verb.Ls, "/hosts");

    private final MemoryCloud cloud = new MemoryCloud();

    private TestChain chain(String... nodes) {
        return TestChain.of(Hop.PLAIN, List.of(cloud, new StandInSsh(), new Simulator(), new Aggregate()), "aggregate '" + String.join("' '", nodes) + "'");
    }

    private static Message reply(TestChain chain, Message message) throws Exception {
        return chain.ask(message).result().get(60, TimeUnit.SECONDS);
    }

    private static List<String> hosts(TestChain chain) throws Exception {
        Message reply = reply(chain, LIST);
        assertThat(reply.isError()).as(reply.text()).isFalse();
        return Data.json(StandardCharsets.UTF_8.decode(reply.body().collect(1 << 20).get(10, TimeUnit.SECONDS)).toString()).list().stream()
                .map(host -> host.text("Node") + "/" + host.text("Name") + " " + host.text("Status")).toList();
    }

    @Test
    void allAreListedWithTheirNodesAndReachedByThem() throws Exception {
        try (TestChain chain = chain("local=simulator web", "a=" + CloudChain.SPEC + " --hosts 1..2", "b=" + CloudChain.SPEC + " --instance other --hosts 1..2")) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(hosts(chain)).containsExactly("a/libswarm active", "b/other active"));
            assertThat(reply(chain, Message.of(Verb.Spawn, "/hosts")).text()).isEqualTo("Several nodes have hosts in a cloud: write on which, such as a/.");
            assertThat(reply(chain, Message.of(Verb.Spawn, "/hosts").withArgs(Args.of("name", "b/"))).args().get("path")).isEqualTo("/hosts/b/other-2");
            assertThat(reply(chain, Message.of(Verb.Spawn, "/hosts").withArgs(Args.of("name", "a/libswarm-2"))).status()).isEqualTo(201);
            assertThat(hosts(chain)).containsExactly("a/libswarm active", "a/libswarm-2 active", "b/other active", "b/other-2 active");
            String[] table = reply(chain, Message.of(Verb.Get, "/hosts").withAspect("table")).text().split("\n");
            assertThat(table).hasSize(5);
            assertThat(table[0]).startsWith("NODE             NAME");
            assertThat(table[3]).startsWith("b                other ");

            assertThat(reply(chain, Message.of(Verb.Get, "/hosts/libswarm-2")).status()).isEqualTo(200);
            assertThat(reply(chain, Message.of(Verb.Get, "/hosts/b/other")).status()).isEqualTo(200);
            assertThat(reply(chain, Message.of(Verb.Get, "/hosts/b/libswarm")).status()).isEqualTo(404);
            assertThat(reply(chain, Message.of(Verb.Get, "/hosts/c/other")).text()).isEqualTo("No such node: c");
            assertThat(reply(chain, Message.of(Verb.Get, "/hosts/nobody")).text()).startsWith("There is no host nobody:");
            assertThat(reply(chain, Message.of(Verb.Remove, "/hosts/a/libswarm-2")).isError()).isFalse();
            assertThat(reply(chain, Message.of(Verb.Remove, "/hosts/other-2")).isError()).isFalse();
            assertThat(hosts(chain)).containsExactly("a/libswarm active", "b/other active");
        }
    }

    @Test
    void aNameThatTwoNodesHaveIsRefused() throws Exception {
        try (TestChain chain = chain("a=" + CloudChain.SPEC, "b=" + CloudChain.SPEC)) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(hosts(chain)).hasSizeGreaterThan(1));
            assertThat(reply(chain, Message.of(Verb.Get, "/hosts/libswarm")).text())
                    .isEqualTo("Several nodes have a host libswarm: write a/libswarm or b/libswarm.");
        }
    }

    @Test
    void aHostThatIsNotReadyIsListedToo() throws Exception {
        cloud.first = Status.BUILDING;
        try (TestChain chain = chain("a=" + CloudChain.SPEC)) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(hosts(chain)).containsExactly("a/libswarm building"));
        }
    }

    @Test
    void whereNoneAreThatIsSaid() throws Exception {
        try (TestChain chain = chain("local=simulator web")) {
            assertThat(reply(chain, LIST).text()).isEqualTo("None of the nodes has hosts in a cloud.");
        }
        cloud.broken = Optional.of(new Failure(502, "The cloud is out of order."));
        try (TestChain chain = chain("local=simulator web", "a=" + CloudChain.SPEC)) {
            assertThat(reply(chain, LIST).text()).isEqualTo("The cloud is out of order.");
        }
    }
}
