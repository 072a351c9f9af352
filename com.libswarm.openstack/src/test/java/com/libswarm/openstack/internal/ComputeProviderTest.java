package com.libswarm.openstack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.Host;
import com.libswarm.cloud.internal.Host.Status;
import com.libswarm.cloud.internal.Settings;
import com.libswarm.cloud.internal.http.Connections;
import com.libswarm.cloud.internal.http.Data;
import com.libswarm.cloud.internal.http.Http;
import com.libswarm.openstack.internal.Session.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComputeProviderTest {

    private final AtomicInteger logins = new AtomicInteger();
    private Instant expires = Instant.MAX;
    private boolean hasNetworks = true;
    private FakeServices fake;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeServices();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private ComputeProvider provider(Map<String, List<String>> options) {
        var all = new HashMap<>(Map.of("flavor", List.of("small"), "image", List.of("DEBIAN 12")));
        all.putAll(options);
        Settings settings = new Settings(name -> all.getOrDefault(name, List.of()), Map.of());
        var compute = new Endpoint("nova", "compute", "public", "One", fake.url() + "/");
        var network = new Endpoint("neutron", "network", "public", "One", fake.url());
        Identity identity = () -> new Session("t" + logins.incrementAndGet(), expires, hasNetworks ? List.of(compute, network) : List.of(compute), "");
        var http = new Http(new Connections(Optional.empty()));
        return new ComputeProvider(new Services(http, identity, new Place("one", "public", endpoint -> endpoint.type().equals("compute"))), "one",
                ServerOptions.read(settings, 2375, true));
    }

    private ComputeProvider provider() {
        return provider(Map.of());
    }

    private void server(String fields) {
        fake.answers.put("GET /servers/s1", "{\"server\":{\"id\":\"s1\",\"name\":\"web\",\"flavor\":{\"id\":\"f1\"},\"image\":{\"id\":\"i1\"},"
                + "\"created\":\"2026-01-01T00:00:00Z\"," + fields + "}}");
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnceAndSilently() {
        server("\"status\":\"ACTIVE\",\"accessIPv4\":\"10.0.0.1\"");
        ComputeProvider provider = provider();
        provider.check();
        assertThat(logins).hasValue(1);
        fake.goodToken = "t2";
        assertThat(provider.get("s1").status()).isEqualTo(Status.ACTIVE);
        assertThat(logins).hasValue(2);
        fake.goodToken = "none";
        assertThatThrownBy(() -> provider.get("s1")).isInstanceOf(Failure.class).hasMessage("The compute service refuses to look at the server s1 (401): log in.");
        assertThat(logins).hasValue(3);
    }

    @Test
    void aTokenThatRunsOutSoonIsRenewedBeforeItDoes() {
        expires = Instant.now().plusSeconds(5);
        fake.goodToken = "t2";
        ComputeProvider provider = provider();
        assertThatThrownBy(() -> provider.get("s1")).hasMessageContaining("(404)");
        assertThat(fake.asked).hasSize(2);
        assertThat(logins).hasValue(2);
    }

    @Test
    void aServerHasAllThatTheOptionsSay() {
        fake.answers.put("POST /servers", "{\"server\":{\"id\":\"s1\"}}");
        fake.answers.put("GET /v2.0/networks", "{\"networks\":[{\"id\":\"n1\",\"name\":\"inner\"}]}");
        server("\"status\":\"BUILD\",\"metadata\":{\"com.libswarm\":\"web\"}");
        Host host = provider(Map.of("key-name", List.of("joe"), "network", List.of("inner", "11111111-2222-3333-4444-555555555555"), "security-group",
                List.of("a", "b"), "install-docker", List.of("true"))).create("web", Map.of("com.libswarm", "web"));
        Data sent = fake.sent("POST /servers").get("server");
        assertThat(sent.texts()).containsEntry("name", "web").containsEntry("flavorRef", "f1").containsEntry("imageRef", "i1").containsEntry("key_name", "joe")
                .containsEntry("config_drive", "true");
        assertThat(sent.list("networks")).extracting(one -> one.text("uuid")).containsExactly("n1", "11111111-2222-3333-4444-555555555555");
        assertThat(sent.list("security_groups")).extracting(one -> one.text("name")).containsExactly("a", "b");
        assertThat(new String(Base64.getDecoder().decode(sent.text("user_data")), StandardCharsets.UTF_8)).startsWith("#cloud-config\n")
                .contains("- docker.io", "-H tcp://127.0.0.1:2375\n");
        assertThat(host.meta()).containsEntry("com.libswarm", "web");
        assertThat(host).extracting(Host::flavor, Host::image, Host::status, Host::region).containsExactly("small", "debian 12", Status.BUILDING, "One");
    }

    @Test
    void userDataThatCannotBeTakenAreRefusedBeforeAnythingIsBuilt(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> provider(Map.of("user-data", List.of("/nonexistent/data"))))
                .hasMessage("The user data in /nonexistent/data (--user-data) cannot be read: it is not there, or swarmd's user may not.");
        Path large = Files.write(folder.resolve("large"), new byte[50_000]);
        assertThatThrownBy(() -> provider(Map.of("user-data", List.of(large.toString())))).hasMessageContaining("have 50000 bytes; a host takes 49151 at most");
        assertThatThrownBy(() -> provider(Map.of("user-data", List.of(large.toString()), "install-docker", List.of("true"))))
                .hasMessageContaining("exclude each other");
    }

    @Test
    void aNameThatSeveralHaveIsRefusedAndNearNamesAreNamed() {
        assertThatThrownBy(() -> provider(Map.of("flavor", List.of("large"))).check())
                .hasMessage("There are 2 flavors named large: write the id of one of them, f2 or f3.");
        assertThatThrownBy(() -> provider(Map.of("flavor", List.of("smal"))).check()).hasMessage("There is no flavor smal. Did you mean small, large?");
        fake.answers.put("GET /v2.0/networks", "{\"networks\":[]}");
        assertThatThrownBy(() -> provider(Map.of("network", List.of("inner"))).check()).hasMessage("There is no network inner, and no other.");
    }

    @Test
    void aNetworkOfACloudThatHasNoneIsRefusedAtOnce() {
        hasNetworks = false;
        assertThatThrownBy(() -> provider(Map.of("network", List.of("inner"))).check())
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.status()).isEqualTo(400))
                .hasMessage("The cloud has no network service in this region, so it cannot find the network inner.");
    }

    @Test
    void aServerWithoutAPublicAddressGetsAFloatingOneAndOnlyOnce() {
        server("\"status\":\"ACTIVE\",\"accessIPv4\":\"\",\"addresses\":{\"inner\":[{\"version\":6,\"addr\":\"::2\"},{\"version\":4,\"addr\":\"192.168.0.2\"}]}");
        assertThat(provider().get("s1").address()).isEqualTo("192.168.0.2");

        String outer = "99999999-2222-3333-4444-555555555555";
        ComputeProvider floating = provider(Map.of("floating-network", List.of(outer)));
        fake.answers.put("GET /v2.0/ports?device_id=s1", "{\"ports\":[{\"id\":\"p1\"}]}");
        fake.answers.put("GET /v2.0/floatingips?port_id=p1", "{\"floatingips\":[]}");
        String made = "{\"id\":\"a1\",\"floating_ip_address\":\"203.0.113.9\",\"description\":\"made by libswarm\"}";
        fake.answers.put("POST /v2.0/floatingips", "{\"floatingip\":" + made + "}");
        assertThat(floating.get("s1").address()).isEqualTo("203.0.113.9");
        assertThat(fake.sent("POST /v2.0/floatingips").get("floatingip").texts()).containsEntry("floating_network_id", outer).containsEntry("port_id", "p1");

        fake.answers.put("GET /v2.0/floatingips?port_id=p1", "{\"floatingips\":[" + made + "]}");
        assertThat(floating.get("s1").address()).isEqualTo("203.0.113.9");
        assertThat(fake.asked).filteredOn(one -> one.startsWith("POST")).hasSize(1);

        fake.answers.put("DELETE /servers/s1", "");
        fake.answers.put("DELETE /v2.0/floatingips/a1", "");
        floating.delete("s1");
        assertThat(fake.asked).contains("DELETE /v2.0/floatingips/a1", "DELETE /servers/s1");
    }

    @Test
    void addressesAreTakenInTheOrderInWhichTheyAreOfUse() {
        server("\"status\":\"ACTIVE\",\"addresses\":{\"inner\":[{\"version\":4,\"addr\":\"10.1.1.1\"},"
                + "{\"version\":4,\"addr\":\"203.0.113.7\",\"OS-EXT-IPS:type\":\"floating\"}]}");
        assertThat(provider().get("s1").address()).isEqualTo("203.0.113.7");
        server("\"status\":\"ACTIVE\",\"addresses\":{\"private\":[{\"version\":4,\"addr\":\"10.1.1.1\"}],\"public\":[{\"version\":4,\"addr\":\"203.0.113.8\"}]}");
        assertThat(provider().get("s1").address()).isEqualTo("203.0.113.8");
    }

    @Test
    void statesOfServersAreStatesOfHosts() {
        ComputeProvider provider = provider();
        server("\"status\":\"ERROR\",\"fault\":{\"message\":\"on fire\"}");
        assertThat(provider.get("s1")).extracting(Host::status, host -> host.meta().get("fault")).containsExactly(Status.ERROR, "on fire");
        server("\"status\":\"SHUTOFF\"");
        assertThat(provider.get("s1").status()).isEqualTo(Status.STOPPED);
        server("\"status\":\"ACTIVE\",\"OS-EXT-STS:task_state\":\"deleting\"");
        assertThat(provider.get("s1").status()).isEqualTo(Status.DELETED);
        server("\"status\":\"REBUILD\"");
        assertThat(provider.get("s1").status()).isEqualTo(Status.BUILDING);
    }

    @Test
    void theKeysOfAHostAreReadFromItsConsole() {
        ComputeProvider provider = provider();
        assertThatThrownBy(() -> provider.hostKeys("s1")).as("a cloud whose hypervisor has no consoles").hasMessageContaining("refuses to read the console of the server s1");
        fake.answers.put("POST /servers/s1/action", "{\"output\":\"-----BEGIN SSH HOST KEY KEYS-----\\nssh-ed25519 AAAAC3Nz root@web\\n-----END SSH HOST KEY KEYS-----\"}");
        assertThat(provider.hostKeys("s1")).contains(List.of("ssh-ed25519 AAAAC3Nz"));
        assertThat(fake.sent("POST /servers/s1/action").names()).containsExactly("os-getConsoleOutput");
    }

    @Test
    void listsGoOnFromPageToPage() {
        fake.answers.put("GET /servers/detail?name=web", "{\"servers\":[{\"id\":\"a\",\"name\":\"web\"}],\"servers_links\":[{\"rel\":\"next\",\"href\":"
                + "\"http://elsewhere/v2/123/servers/detail?name=web&marker=a\"}]}");
        fake.answers.put("GET /servers/detail?name=web&marker=a", "{\"servers\":[{\"id\":\"b\",\"name\":\"web-2\"}]}");
        assertThat(provider().list("web")).extracting(Host::name).containsExactly("web", "web-2");
    }
}
