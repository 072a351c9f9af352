package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.cloud.internal.Host.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What can go wrong, each a sentence for whoever asks. */
class CloudFaultsTest {

    private static String refusal(CloudChain chain) throws Exception {
        Message reply = chain.ping();
        assertThat(reply.status()).as(reply.text()).isEqualTo(502);
        return reply.text();
    }

    @Test
    void whatIsMissingIsNamedAtOnce() {
        assertThatThrownBy(() -> CloudChain.of(new MemoryCloud(), "--key '' --user ''")).hasMessageContaining("memory needs --user, --key;");
        assertThatThrownBy(() -> CloudChain.of(new MemoryCloud(), "--key /nonexistent/key"))
                .hasMessageContaining("The private key /nonexistent/key (--key) cannot be read");
    }

    @Test
    void aCloudThatRefusesTheCredentialsKeepsTheLinkFromStarting() {
        var cloud = new MemoryCloud();
        cloud.broken = Optional.of(new Failure(401, "The key is wrong."));
        assertThatThrownBy(() -> CloudChain.of(cloud, "")).isInstanceOf(Failure.class).hasMessageContaining("The key is wrong.");
    }

    @Test
    void aCloudThatIsOutOfOrderIsAskedAgainLater() throws Exception {
        var cloud = new MemoryCloud();
        cloud.broken = Optional.of(new Failure(502, "The cloud is out of order."));
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            assertThat(refusal(chain)).isEqualTo("The cloud is out of order.");
            assertThat(chain.chain.journal()).contains("WARNING test/1 memory: The cloud is out of order.");
            cloud.broken = Optional.empty();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !chain.ping().isError());
        }
    }

    @Test
    void aQuotaIsToldWithTheCloudsWords() throws Exception {
        var cloud = new MemoryCloud();
        cloud.refusal = Optional.of(new Failure(403, "Quota exceeded for instances."));
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            assertThat(refusal(chain)).isEqualTo("Quota exceeded for instances.");
            assertThat(cloud.hosts).isEmpty();
        }
    }

    @Test
    void anOrderOfWhichNobodyKnowsWhatBecameOfItIsNotRepeated() throws Exception {
        var cloud = new MemoryCloud();
        cloud.refusal = Optional.of(new Failure(502, "The connection broke."));
        cloud.refusesAfter = true;
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            assertThat(chain.ping().isError()).isFalse();
            assertThat(cloud.orders).hasValue(1);
        }
    }

    @Test
    void anOrderThatCameToNothingIsRepeated() throws Exception {
        var cloud = new MemoryCloud();
        cloud.refusal = Optional.of(new Failure(502, "The connection broke."));
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            assertThat(chain.ping().isError()).isFalse();
            assertThat(cloud.orders).hasValue(2);
        }
    }

    @Test
    void aHostInErrorIsToldWithItsFaultAndLeftUntilItIsDeleted() throws Exception {
        var cloud = new MemoryCloud();
        cloud.first = Status.BUILDING;
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            Awaitility.await().until(() -> cloud.hosts.size() == 1);
            cloud.all(Status.ERROR, "the hypervisor is on fire");
            assertThat(refusal(chain)).contains("The host libswarm is in error: the hypervisor is on fire. Delete it (swarm:hosts CHAIN delete libswarm)");
            assertThat(chain.details().get(2)).contains("has failed: The host libswarm is in error");
            assertThat(cloud.orders).hasValue(1);
            cloud.first = Status.ACTIVE;
            assertThat(chain.reply(Message.of(Verb.Remove, "/hosts/libswarm")).isError()).isFalse();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !chain.ping().isError());
            assertThat(cloud.orders).hasValue(2);
        }
    }

    @Test
    void aHostThatDoesNotRunIsNotReplaced() throws Exception {
        var cloud = new MemoryCloud();
        cloud.first = Status.STOPPED;
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            assertThat(refusal(chain)).contains("The host libswarm does not run: start it in the cloud");
            assertThat(cloud.orders).hasValue(1);
        }
    }

    @Test
    void aHostThatIsNeverBuiltIsGivenUpAfterTheLimit() throws Exception {
        var cloud = new MemoryCloud();
        cloud.first = Status.BUILDING;
        try (CloudChain chain = CloudChain.of(cloud, "--build-timeout 1s")) {
            assertThat(refusal(chain)).contains("The host libswarm (10.0.0.1) is not ready after 1 s (--build-timeout): the cloud has not built it");
            cloud.all(Status.ACTIVE, "");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !chain.ping().isError());
            assertThat(cloud.orders).hasValue(1);
        }
    }

    @Test
    void anEngineThatDoesNotAnswerIsGivenUpAfterTheLimit() throws Exception {
        var ssh = new StandInSsh();
        ssh.trouble = Optional.of(new Failure(502, "Nobody listens there."));
        try (CloudChain chain = CloudChain.of(new MemoryCloud(), ssh, "--build-timeout 1s")) {
            assertThat(refusal(chain)).contains("is not ready after 1 s (--build-timeout): its engine does not answer: Nobody listens there.");
        }
    }

    @Test
    void aNewHostMayNotKnowTheKeyYetButOneThatWasThereHasToKnowIt() throws Exception {
        var ssh = new StandInSsh();
        ssh.trouble = Optional.of(new Failure(502, "The SSH server of x lets nobody in with the keys that were offered."));
        ssh.refusal = "key";
        var cloud = new MemoryCloud();
        try (CloudChain chain = CloudChain.of(cloud, ssh, "")) {
            Awaitility.await().until(() -> chain.details().stream().anyMatch(line -> line.contains("is starting") && line.contains("lets nobody in")));
            ssh.trouble = Optional.empty();
            assertThat(chain.ping().isError()).isFalse();
        }
        ssh.trouble = Optional.of(new Failure(502, "The SSH server of x lets nobody in with the keys that were offered."));
        try (CloudChain chain = CloudChain.of(cloud, ssh, "")) {
            assertThat(refusal(chain)).contains("runs, but cannot be used: The SSH server of x lets nobody in");
        }
    }

    @Test
    void whatWillNotChangeByWaitingIsToldAtOnce() throws Exception {
        var ssh = new StandInSsh();
        ssh.trouble = Optional.of(new Failure(502, "The SSH server of x shows the key y, but is known by z."));
        ssh.refusal = "host-key";
        for (String hosts : List.of("1", "1..2")) {
            try (CloudChain chain = CloudChain.of(new MemoryCloud(), ssh, "--hosts " + hosts)) {
                assertThat(refusal(chain)).isEqualTo("The host libswarm (10.0.0.1) runs, but cannot be used: " + ssh.trouble.get().getMessage());
                Awaitility.await().until(() -> chain.chain.chain().links().get(0).nested().stream().noneMatch(nested -> nested.adapter().equals("ssh")));
            }
        }
    }
}
