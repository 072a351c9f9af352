package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.cloud.internal.Host.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A link that is replaced, at any moment of its hosts' lives: never is a host built twice. */
class CloudSwapTest {

    private static boolean isAnswered(Call call) throws Exception {
        Message reply = call.result().get(30, TimeUnit.SECONDS);
        reply.body().cancel();
        return !reply.isError();
    }

    @Test
    void aSuccessorGoesOnWithTheTunnelAtOnce() throws Exception {
        try (CloudChain chain = CloudChain.of("")) {
            chain.ping();
            chain.cloud.broken = Optional.of(new Failure(502, "The cloud is out of order."));
            chain.chain.swap(1, CloudChain.SPEC);
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.ssh.made).hasSize(1);
            assertThat(chain.cloud.orders).hasValue(1);
            await().until(() -> chain.chain.chain().links().get(0).draining().isEmpty());
            assertThat(chain.ping().isError()).isFalse();
        }
    }

    @Test
    void whileAHostIsOrderedTheSuccessorWaitsForItAndOrdersNone() throws Exception {
        var cloud = new MemoryCloud();
        cloud.ordersMayGo = new CountDownLatch(1);
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            Call before = chain.ask("/_ping");
            await().until(() -> chain.details().stream().anyMatch(line -> line.contains("is ordered")));
            chain.chain.swap(1, CloudChain.SPEC + " --build-timeout 20m");
            Call after = chain.ask("/_ping");
            cloud.ordersMayGo.countDown();
            assertThat(isAnswered(after)).isTrue();
            assertThat(isAnswered(before)).isTrue();
            assertThat(cloud.orders).hasValue(1);
            await().atMost(Duration.ofSeconds(30)).until(() -> chain.chain.chain().links().get(0).draining().isEmpty());
        }
    }

    @Test
    void whileAHostIsBuiltTheSuccessorGoesOnWaiting() throws Exception {
        var cloud = new MemoryCloud();
        cloud.first = Status.BUILDING;
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            Call before = chain.ask("/_ping");
            await().until(() -> cloud.hosts.size() == 1);
            chain.chain.swap(1, CloudChain.SPEC);
            Call after = chain.ask("/_ping");
            cloud.all(Status.ACTIVE, "");
            assertThat(isAnswered(after)).isTrue();
            assertThat(isAnswered(before)).isTrue();
            assertThat(cloud.orders).hasValue(1);
            assertThat(chain.ssh.made).hasSize(1);
        }
    }

    @Test
    void aSwapToACloudThatRefusesChangesNothing() throws Exception {
        try (CloudChain chain = CloudChain.of("")) {
            chain.chain.swap(1, "simulator web");
            assertThat(chain.text("/containers/web")).contains("web");
            chain.cloud.broken = Optional.of(new Failure(401, "The key is wrong."));
            assertThatThrownBy(() -> chain.chain.swap(1, CloudChain.SPEC)).hasMessageContaining("The key is wrong.");
            assertThat(chain.text("/containers/web")).contains("web");
        }
    }

    @Test
    void aHostThatTookTheNameAndTheAddressOfAnotherIsNotTheSame() throws Exception {
        var cloud = new MemoryCloud();
        cloud.onlyAddress = Optional.of("10.0.0.9");
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            chain.ping();
            // somebody has deleted it, and a link like this one has built another
            cloud.hosts.clear();
            cloud.create("libswarm", Map.of());
            chain.chain.swap(1, CloudChain.SPEC + " --build-timeout 20m");
            await().atMost(Duration.ofSeconds(30)).until(() -> chain.ssh.words.size() == 2);
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.ssh.made).containsOnly("root@10.0.0.9:22");
            assertThat(chain.ssh.words.get(0)).contains("[libswarm.id-1]");
            assertThat(chain.ssh.words.get(1)).contains("[libswarm.id-2]");
        }
    }

    @Test
    void anotherNameMeansOtherHosts() throws Exception {
        try (CloudChain chain = CloudChain.of("")) {
            chain.ping();
            chain.chain.swap(1, CloudChain.SPEC + " --instance other");
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.cloud.hosts.values()).extracting(Host::name).containsExactlyInAnyOrder("libswarm", "other");
            assertThat(chain.details()).anyMatch(line -> line.startsWith("other: ")).noneMatch(line -> line.startsWith("libswarm: "));
        }
    }
}
