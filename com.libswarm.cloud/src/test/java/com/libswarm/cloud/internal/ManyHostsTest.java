package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.cloud.internal.http.Data;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Several hosts as one engine, as many as are needed. */
class ManyHostsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static int nodes(CloudChain chain) throws Exception {
        return (int) Data.json(chain.text("/aggregate/nodes")).list().stream().filter(node -> node.text("State").equals("healthy")).count();
    }

    @Test
    void soManyAsAreAskedForAreBuiltAndAreNodes() throws Exception {
        try (CloudChain chain = CloudChain.of("--hosts 2..3")) {
            assertThat(chain.ping().isError()).isFalse();
            await().atMost(PATIENCE).until(() -> nodes(chain) == 2);
            assertThat(chain.cloud.hosts.values()).extracting(Host::name).containsExactlyInAnyOrder("libswarm", "libswarm-2");
            assertThat(chain.reply(Message.of(Verb.Spawn, "/hosts")).args().get("path")).isEqualTo("/hosts/libswarm-3");
            await().atMost(PATIENCE).until(() -> nodes(chain) == 3);
            assertThat(chain.reply(Message.of(Verb.Spawn, "/hosts")).status()).isEqualTo(409);
            await().atMost(PATIENCE).until(() -> chain.details().get(1).equals("hosts: 3 of 2..3 ready"));

            chain.chain.swap(1, CloudChain.SPEC + " --hosts 2..4");
            assertThat(chain.ping().isError()).isFalse();
            await().atMost(PATIENCE).until(() -> chain.details().get(1).equals("hosts: 3 of 2..4 ready"));
            assertThat(chain.ssh.made).hasSize(3);
            assertThat(chain.cloud.orders).hasValue(3);

            assertThat(chain.reply(Message.of(Verb.Remove, "/hosts/libswarm-2")).isError()).isFalse();
            assertThat(nodes(chain)).isEqualTo(2);
        }
    }

    @Test
    void aContainerThatFindsNoRoomHasAnotherHostBuilt() throws Exception {
        try (CloudChain chain = CloudChain.of("--hosts 1..2")) {
            String port = "{\"Image\":\"busybox\",\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}]}}}";
            assertThat(chain.create("one", port).text()).isEmpty();
            Message second = chain.create("two", port);
            assertThat(second.status()).as(second.text()).isEqualTo(201);
            assertThat(chain.cloud.orders).hasValue(2);
            assertThat(chain.chain.journal()).anyMatch(line -> line.contains("has the port 8080/tcp free. So another host is built."));
            Message third = chain.create("three", port);
            assertThat(third.status()).isEqualTo(409);
            assertThat(chain.create("one", port).status()).isEqualTo(409);
            assertThat(chain.cloud.orders).hasValue(2);
        }
    }

    @Test
    void forAContainerThatNoHostCouldHaveOneIsBuiltAndNotAll() throws Exception {
        try (CloudChain chain = CloudChain.of("--hosts 1..5")) {
            Message reply = chain.create("huge", "{\"Image\":\"busybox\",\"HostConfig\":{\"Memory\":" + (1L << 50) + "}}");
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.text()).isEqualTo("No node has the memory and the processors left that the container asks for."
                    + " Not even the host libswarm-2 has it, on which nothing is: none like it would.");
            assertThat(chain.cloud.orders).hasValue(2);
        }
    }

    @Test
    void hostsWithoutContainersAreDeletedDownToTheLeastNumber() throws Exception {
        try (CloudChain chain = CloudChain.of("--hosts 1..3 --delete-idle 500ms")) {
            chain.ping();
            chain.reply(Message.of(Verb.Spawn, "/hosts"));
            await().atMost(PATIENCE).until(() -> chain.chain.journal().stream().anyMatch(line -> line.contains("and is deleted.")));
            await().atMost(PATIENCE).until(() -> chain.cloud.hosts.size() == 1);
            assertThat(chain.ping().isError()).isFalse();
        }
    }

    @Test
    void theOnlyHostIsDeletedWhenItIsIdleAndBuiltAgainWhenItIsNeeded() throws Exception {
        try (CloudChain chain = CloudChain.of("--hosts 0..1 --delete-idle 1s")) {
            assertThat(chain.create("busy", "{\"Image\":\"busybox\"}").status()).isEqualTo(201);
            assertThat(chain.reply(Message.of(Verb.Remove, "/containers/busy")).isError()).isFalse();
            assertThat(chain.cloud.orders).hasValue(1);
            await().atMost(PATIENCE).until(() -> chain.cloud.hosts.isEmpty());
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.cloud.orders).hasValue(2);
        }
    }

    @Test
    void aHostWithAContainerIsNeverIdle() throws Exception {
        try (CloudChain chain = CloudChain.of("--hosts 0..1 --delete-idle 200ms")) {
            assertThat(chain.create("busy", "{\"Image\":\"busybox\"}").status()).isEqualTo(201);
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> chain.cloud.hosts.size() == 1);
        }
    }
}
