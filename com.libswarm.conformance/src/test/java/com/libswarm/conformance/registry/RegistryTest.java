package com.libswarm.conformance.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Client;
import com.libswarm.api.Failure;
import com.libswarm.api.Listing;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class RegistryTest {

    private static TestChain chain(Hop hop) {
        return TestChain.of(hop, List.of(new Registry()), "registry");
    }

    private static Client client(TestChain chain) {
        return Client.of(chain.head());
    }

    private static Message register(TestChain chain, String name, String... args) {
        return client(chain).spawn("/registry/" + name, Args.of(args), Body.NONE).join();
    }

    private static String text(Message reply) {
        return StandardCharsets.UTF_8.decode(reply.body().collect(100_000).join()).toString();
    }

    /** What can be read of a Watch now. */
    private static String readable(Message watch) throws IOException {
        var text = new StringBuilder();
        for (ByteBuffer b = watch.body().read(); b.hasRemaining(); b = watch.body().read()) {
            text.append(StandardCharsets.UTF_8.decode(b));
        }
        return text.toString();
    }

    private static void assertStatus(int status, Runnable ask) {
        assertThatThrownBy(ask::run).cause().isInstanceOfSatisfying(Failure.class, f -> assertThat(f.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @EnumSource
    void instancesAreRegisteredListedReadAndRemoved(Hop hop) {
        try (TestChain chain = chain(hop)) {
            Message made = register(chain, "web", "address", "10.0.0.5", "port", "80", "tag", "a", "tag", "b", "meta.zone", "\"west\"");
            register(chain, "web", "address", "10.0.0.6", "port", "80", "id", "rack/6");
            register(chain, "db", "address", "10.0.0.7");

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.args().get("path")).isEqualTo("/registry/web/10.0.0.5:80");
            assertThat(client(chain).ls("/registry").join()).containsExactly("db", "web");
            List<String> ids = new ArrayList<>();
            Listing.forEach(client(chain).ask(Message.of(Verb.Ls, "/registry/web")).join(), e -> ids.add(e.json())).join();
            assertThat(ids).hasSize(2);
            assertThat(text(client(chain).get("/registry/web/10.0.0.5:80").join())).startsWith("{\"Name\":\"web\",\"Id\":\"10.0.0.5:80\","
                    + "\"Address\":\"10.0.0.5\",\"Port\":80,\"Tags\":[\"a\",\"b\"],\"Meta\":{\"zone\":\"\\\"west\\\"\"},"
                    + "\"Status\":\"passing\",\"Modified\":\"");
            assertThat(text(client(chain).get("/registry/web/rack/6").join())).contains("\"Id\":\"rack/6\"");

            assertThat(client(chain).remove("/registry/web/rack/6").join().status()).isEqualTo(204);
            assertStatus(404, () -> client(chain).get("/registry/web/rack/6").join());
            assertStatus(404, () -> client(chain).remove("/registry/web/rack/6").join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void setChangesWhatItNames(Hop hop) {
        try (TestChain chain = chain(hop)) {
            register(chain, "web", "address", "10.0.0.5", "port", "80", "id", "1");
            client(chain).set("/registry/web/1", "", Args.of("status", "critical")).join();

            assertThat(text(client(chain).get("/registry/web/1").join())).contains("\"Status\":\"critical\"", "\"Port\":80");
            assertStatus(400, () -> client(chain).set("/registry/web/1", "", Args.of("status", "fine")).join());
            assertStatus(404, () -> client(chain).set("/registry/web/2", "", Args.EMPTY).join());
        }
    }

    @ParameterizedTest
    @EnumSource
    void badRegistrationsAreRefused(Hop hop) {
        try (TestChain chain = chain(hop)) {
            assertStatus(400, () -> register(chain, "web"));
            assertStatus(400, () -> register(chain, "web", "address", "a", "port", "http"));
            assertStatus(400, () -> register(chain, "web", "address", "a", "port", "70000"));
            assertStatus(400, () -> register(chain, "web", "address", "a", "ttl", "soon"));
            assertStatus(400, () -> register(chain, "web", "address", "a", "ttl", "1e300"));
            assertStatus(400, () -> register(chain, "web", "address", "a", "id", "../db"));
            register(chain, "web", "address", "a");
            assertStatus(409, () -> register(chain, "web", "address", "a"));
            assertThat(client(chain).ls("/registry").join()).containsExactly("web");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInstanceThatIsNotRenewedExpires(Hop hop) {
        try (TestChain chain = chain(hop)) {
            register(chain, "web", "address", "a", "id", "short", "ttl", "0.05");
            register(chain, "web", "address", "a", "id", "long", "ttl", "1000");
            await().untilAsserted(() -> assertStatus(404, () -> client(chain).get("/registry/web/short").join()));
            client(chain).get("/registry/web/long").join().body().cancel();
        }
    }

    @ParameterizedTest
    @EnumSource
    void instancesOutliveTheCode(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            register(chain, "web", "address", "a", "id", "rack/1", "meta.zone", "west & \u00e9ast");
            register(chain, "web", "address", "a", "id", "short", "ttl", "0.3");
            String before = text(client(chain).get("/registry/web/rack/1").join());
            Message watch = client(chain).watch("/registry/db", "", Args.EMPTY).join();
            chain.swap(1, "registry");

            assertThat(text(client(chain).get("/registry/web/rack/1").join())).isEqualTo(before);
            await().untilAsserted(() -> assertThatThrownBy(() -> readable(watch)).hasMessageContaining("watch again"));
            await().untilAsserted(() -> assertStatus(404, () -> client(chain).get("/registry/web/short").join()));
            Message again = client(chain).watch("/registry/web", "", Args.EMPTY).join();
            client(chain).remove("/registry/web/rack/1").join();
            await().until(() -> readable(again).contains("\"removed\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWatchGivesTheWholeThenTheChanges(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            register(chain, "web", "address", "a", "id", "1");
            Message all = client(chain).watch("/registry", "", Args.EMPTY).join();
            Message web = client(chain).watch("/registry/web", "", Args.EMPTY).join();
            Message one = client(chain).watch("/registry/web/1", "", Args.EMPTY).join();
            assertThat(readable(all)).contains("\"Id\":\"1\"").endsWith("}\n");

            register(chain, "webs", "address", "b", "id", "2");
            register(chain, "web", "address", "b", "id", "11");
            client(chain).remove("/registry/web/1").join();
            assertThat(readable(all).split("\n")).hasSize(3);
            assertThat(List.of(readable(web).split("\n"))).hasSize(3).last().asString().contains("\"Id\":\"1\"", "\"Status\":\"removed\"");
            assertThat(readable(one).split("\n")).hasSize(2);
            all.body().cancel();
            register(chain, "web", "address", "b", "id", "3");
            assertThat(readable(web)).contains("\"Id\":\"3\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowWatcherGetsTheLastStateOfEachInstance(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            register(chain, "web", "address", "a", "id", "1");
            Message watch = client(chain).watch("/registry", "", Args.EMPTY).join();
            for (int i = 1; i <= 5_000; i++) {
                client(chain).set("/registry/web/1", "", Args.of("meta.n", Integer.toString(i))).join();
            }
            String[] values = readable(watch).split("\n");
            assertThat(values.length).isLessThan(2_000);
            assertThat(values[values.length - 1]).contains("\"n\":\"5000\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStopBreaksTheWatches(Hop hop) {
        try (TestChain chain = chain(hop)) {
            Message watch = client(chain).watch("/registry", "", Args.EMPTY).join();
            chain.chain().stop();
            assertThatThrownBy(() -> watch.body().collect(10).join()).hasRootCauseInstanceOf(IOException.class);
        }
    }
}
