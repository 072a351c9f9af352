package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Args;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.cloud.internal.Host.Status;
import com.libswarm.cloud.internal.http.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One host: found, built, waited for, deleted. */
class CloudLinkTest {

    private static Host host(String name, String id, Status status) {
        return new Host(name, id, "10.9.9.9", status, "here", "small", "debian", "2026-01-01T00:00:00Z", Map.of());
    }

    @Test
    void aHostIsBuiltWhereThereIsNoneAndItsEngineAnswers() throws Exception {
        try (CloudChain chain = CloudChain.of("--ssh-port 2222")) {
            assertThat(chain.ping().isError()).isFalse();

            assertThat(chain.ssh.made).containsExactly("root@10.0.0.1:2222");
            assertThat(chain.cloud.orders).hasValue(1);
            assertThat(chain.details()).containsExactly("region: here", "hosts: 1 of 1 ready", "libswarm: 10.0.0.1 is ready");
            assertThat(chain.chain.journal()).anyMatch(line -> line.startsWith("INFO test/1 memory: A host libswarm is ordered"))
                    .anyMatch(line -> line.contains("The host libswarm (10.0.0.1) is ready"));
        }
    }

    @Test
    void whatReachesTheHostHasTheOptionsWhateverIsInThem(@TempDir Path folder) throws Exception {
        Path key = Files.createFile(folder.resolve("joe's key"));
        try (CloudChain chain = CloudChain.of("--key \"" + key + "\" --known-hosts 'a b' --tun-port 4711")) {
            chain.ping();

            assertThat(chain.ssh.words).containsExactly("[[" + key + "], [a b], [4711], [true], [libswarm.id-1]]");
        }
    }

    @Test
    void aHostOfTheNameIsUsedAndOthersAreNot() throws Exception {
        var cloud = new MemoryCloud();
        cloud.hosts.put("a", host("web-server", "a", Status.ACTIVE));
        cloud.hosts.put("b", host("web-7", "b", Status.ACTIVE));
        cloud.hosts.put("c", host("web", "c", Status.DELETED));
        try (CloudChain chain = CloudChain.of(cloud, "--instance web")) {
            chain.ping();

            assertThat(cloud.orders).hasValue(0);
            assertThat(chain.details()).contains("web-7: 10.9.9.9 is ready");
        }
    }

    @Test
    void requestsWaitWhileTheHostIsBuiltInTheirOrder() throws Exception {
        var cloud = new MemoryCloud();
        cloud.first = Status.BUILDING;
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            var calls = new ArrayList<Call>();
            for (int i = 0; i < 3; i++) {
                calls.add(chain.ask("/_ping"));
            }
            Call given = chain.ask("/_ping");
            await().until(() -> chain.details().get(1).equals("hosts: 0 of 1 ready, 4 requests wait"));
            assertThat(chain.details().get(2)).matches("libswarm: 10.0.0.1 is being built for [0-9]+ s");
            given.cancel();
            await().until(() -> chain.details().get(1).contains("3 requests wait"));
            cloud.all(Status.ACTIVE, "");
            for (Call call : calls) {
                assertThat(call.result().get(30, TimeUnit.SECONDS).isError()).isFalse();
            }
        }
    }

    @Test
    void noMoreThanSoManyWait() throws Exception {
        var cloud = new MemoryCloud();
        cloud.first = Status.BUILDING;
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            var calls = new ArrayList<Call>();
            for (int i = 0; i < WaitingRoom.MOST; i++) {
                calls.add(chain.ask("/_ping"));
            }
            Message refused = chain.ping();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).isEqualTo("1000 requests wait for a host already.");
            chain.chain.chain().stop();
            for (Call call : calls) {
                assertThat(call.result().get(10, TimeUnit.SECONDS).status()).isEqualTo(503);
            }
        }
    }

    @Test
    void withoutALeastNumberAHostIsBuiltOnFirstUse() throws Exception {
        try (CloudChain chain = CloudChain.of("--hosts 0..1")) {
            assertThat(chain.text("/hosts").strip()).isEqualTo("[]");
            assertThat(chain.cloud.orders).hasValue(0);
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.cloud.orders).hasValue(1);
        }
    }

    @Test
    void hostsAreObjectsOfOneShape() throws Exception {
        try (CloudChain chain = CloudChain.of("")) {
            chain.ping();
            Data host = Data.json(chain.text("/hosts/libswarm"));
            assertThat(host.names()).containsExactly("Name", "Id", "Address", "Status", "Region", "Flavor", "Image", "Created", "Meta");
            assertThat(host.texts()).containsEntry("Name", "libswarm").containsEntry("Status", "active").containsEntry("Address", "10.0.0.1");
            assertThat(host.get("Meta").text("com.libswarm")).isEqualTo("libswarm");
            assertThat(Data.json(chain.text("/hosts")).list().get(0).texts()).isEqualTo(host.texts());
            Message table = chain.reply(Message.of(Verb.Get, "/hosts").withAspect("table"));
            assertThat(table.text()).matches("(?s)NAME +STATUS .*\\nlibswarm +ready +10.0.0.1 .*");
            assertThat(chain.reply(Message.of(Verb.Get, "/hosts/other")).status()).isEqualTo(404);
            assertThat(chain.reply(Message.of(Verb.Spawn, "/hosts")).text()).contains("may be no more hosts than 1");

            assertThat(chain.reply(Message.of(Verb.Remove, "/hosts/libswarm")).status()).isEqualTo(204);
            assertThat(chain.cloud.hosts).isEmpty();
            assertThat(chain.reply(Message.of(Verb.Remove, "/hosts/libswarm")).status()).isEqualTo(404);
            Message made = chain.reply(Message.of(Verb.Spawn, "/hosts").withArgs(Args.of("name", "libswarm-2")));
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.args().get("path")).isEqualTo("/hosts/libswarm-2");
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.cloud.orders).hasValue(2);
        }
    }

    @Test
    void aHostThatWasDeletedByOthersIsMissedAndAnotherIsBuilt() throws Exception {
        try (CloudChain chain = CloudChain.of("")) {
            chain.ping();
            chain.cloud.hosts.clear();
            chain.ssh.trouble = Optional.of(new Failure(502, "The tunnel is cut."));
            assertThat(chain.ping().text()).isEqualTo("The tunnel is cut.");
            await().atMost(Duration.ofSeconds(60)).until(chain::missesItsHost);
            chain.ssh.trouble = Optional.empty();
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.cloud.orders).hasValue(2);
        }
    }

    @Test
    void stoppedAndStartedItFindsItsHost() throws Exception {
        try (CloudChain chain = CloudChain.of("")) {
            chain.ping();
            chain.chain.chain().stop();
            assertThat(chain.cloud.hosts).hasSize(1);
            chain.chain.chain().start();
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.cloud.orders).hasValue(1);
        }
    }

    @Test
    void aHostThatCannotBeDeletedIsUsedAgain() throws Exception {
        var cloud = new MemoryCloud();
        try (CloudChain chain = CloudChain.of(cloud, "")) {
            chain.ping();
            cloud.undeletable = true;
            assertThat(chain.reply(Message.of(Verb.Remove, "/hosts/libswarm")).text()).isEqualTo("It is locked.");
            assertThat(chain.ping().isError()).isFalse();
            assertThat(cloud.orders).hasValue(1);
        }
    }

    @Test
    void aPlanLooksAndBuildsNothing() throws Exception {
        try (CloudChain chain = CloudChain.of("")) {
            chain.ping();
            assertThat(List.of(chain.cloud.orders.get())).containsExactly(1);
            chain.chain.chain().planSwap("1", CloudChain.SPEC + " --instance other");
            assertThat(chain.cloud.orders).hasValue(1);
        }
    }
}
