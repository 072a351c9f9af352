package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.SshServer;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Deployments;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Deploys alternating versions of every adapter bundle, with traffic between, and looks for what is left of old ones. The number
 * of deploys of each is {@code LEAK_DEPLOYS} in the environment.
 */
class DeployLeakTest {

    private static final int DEPLOYS = Integer.parseInt(Optional.ofNullable(System.getenv("LEAK_DEPLOYS")).orElse("6"));
    private static final List<String> BUNDLES = List.of("com.libswarm.adapter.debug", "com.libswarm.adapter.simulator",
            "com.libswarm.adapter.exec", "com.libswarm.adapter.docker", "com.libswarm.adapter.aggregate",
            "com.libswarm.adapter.ssh", "com.libswarm.adapter.openstack");

    // of the versions that have served, by their bundles' names
    private final Map<String, List<WeakReference<ClassLoader>>> loaders = new HashMap<>();
    private final List<Chain> chains = new ArrayList<>();
    private Optional<Configuration> configured = Optional.empty();
    private Chain cloud;
    @TempDir
    private Path folder;
    private Deployments deployments;
    private Optional<SshServer> server = Optional.empty();

    @BeforeEach
    void find() throws Exception {
        deployments = Container.service(Deployments.class);
    }

    @AfterEach
    void undeploy() throws IOException {
        if (configured.isPresent()) {
            configured.get().delete();
        }
        chains.forEach(Chain::destroy);
        deployments.list().forEach(deployment -> deployments.undeploy(deployment.bundle(), true));
        server.ifPresent(SshServer::close);
    }

    private Chain chain(String name, String... specs) throws Exception {
        Chain chain = Container.chains().create(name, List.of(specs));
        chains.add(chain);
        return chain;
    }

    @Test
    void ofEveryAdapterBundleOnlyTheCurrentAndTheRollbackVersionStayInMemory() throws Exception {
        Chain engine = chain("leak-engine", "dockerserver tcp://127.0.0.1:0", "debug", "simulator web db");
        Chain proxy = chain("leak-proxy", "dockerserver tcp://127.0.0.1:0", "debug", "exec cat",
                "dockerclient " + engine.links().get(0).listens().get(0));
        Chain many = chain("leak-many", "dockerserver tcp://127.0.0.1:0", "debug", "exec cat", "aggregate 'one=simulator web' 'two=simulator db'");
        List<Chain> all = Stream.concat(Stream.of(proxy, many), tunnel(engine.links().get(0).listens().get(0)).stream()).toList();
        cloud = cloud(engine);
        traffic(all);
        BUNDLES.forEach(this::remember);
        for (String name : BUNDLES) {
            AdapterVersions.write(AdapterVersions.installed(name), "2.0.0", folder);
            AdapterVersions.write(AdapterVersions.installed(name), "1.0.0", folder);
        }

        deployAll(all, Math.max(4, DEPLOYS / 2));
        Footprint warm = settled();
        deployAll(all, DEPLOYS);
        Footprint last = settled();

        System.out.println("after " + DEPLOYS + " deploys of each adapter bundle: " + last + "; before: " + warm);
        // metaspace also holds what the compiler knows of methods, which grows for a while
        assertThat(last.classes() - warm.classes()).as("loaded classes").isLessThan(100);
        assertThat(last.metaspace() - warm.metaspace()).as("metaspace").isLessThan(3 << 20);
        assertThat(last.heap() - warm.heap()).as("heap").isLessThan(4 << 20);
    }

    /** A chain through a real sshd, where there is one: elsewhere the bundle is deployed without a link. */
    private Optional<Chain> tunnel(String engine) throws Exception {
        if (SshServer.missing().isPresent()) {
            System.err.println("no link of ssh while its bundle is deployed: " + SshServer.missing().get());
            return Optional.empty();
        }
        SshServer started = SshServer.start();
        server = Optional.of(started);
        return Optional.of(chain("leak-tunnel", "dockerserver tcp://127.0.0.1:0", "exec cat",
                "ssh " + started.address() + " " + started.login() + " --port " + URI.create(engine).getPort()));
    }

    /** Its identity service is a Docker endpoint, which answers, but knows nothing of clouds; its password is configured. */
    private Chain cloud(Chain engine) throws Exception {
        Configuration secrets = Container.service(ConfigurationAdmin.class).getConfiguration("com.libswarm.adapter.openstack", "?");
        secrets.update(new Hashtable<>(Map.of("OS_USERNAME", "joe", "OS_PASSWORD", "hunter2", "OS_PROJECT_NAME", "web")));
        configured = Optional.of(secrets);
        return chain("leak-cloud", "nova --key /dev/null --user root --flavor x --image y --auth-url "
                + engine.links().get(0).listens().get(0).replace("tcp:", "http:"));
    }

    private void deployAll(List<Chain> served, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            for (String name : BUNDLES) {
                deployments.deploy(folder.resolve(name + (i % 2 == 0 ? "-2.0.0.jar" : "-1.0.0.jar")).toUri(), Optional.empty());
                traffic(served);
                remember(name);
            }
        }
    }

    private static Stream<Bundle> bundles(String name) {
        return Arrays.stream(Container.CONTEXT.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName()));
    }

    private void remember(String name) {
        List<WeakReference<ClassLoader>> known = loaders.computeIfAbsent(name, none -> new ArrayList<>());
        bundles(name).filter(bundle -> bundle.getState() == Bundle.ACTIVE).map(bundle -> bundle.adapt(BundleWiring.class).getClassLoader())
                .filter(loader -> known.stream().noneMatch(one -> one.refersTo(loader)))
                .forEach(loader -> known.add(new WeakReference<>(loader)));
    }

    private void traffic(List<Chain> served) throws Exception {
        assertThat(Container.get(cloud, "/_ping").text()).contains("answers 501 to the password of the user joe");
        for (Chain chain : served) {
            traffic(chain);
        }
    }

    /** A request over a connection that is kept, a stream that ends, and a line through the program. */
    private static void traffic(Chain served) throws Exception {
        String url = served.links().get(0).listens().get(0).replace("tcp:", "http:");
        assertThat(get(url + "/containers/json")).contains("\"/web\"");
        assertThat(get(url + "/containers/web/logs?stdout=1")).isNotNull();
        assertThat(get(url + "/nothing/of/the/kind")).contains("message");
        Message line = Call.ask(served.head(), Message.log("/x", "hello")).result().get(60, TimeUnit.SECONDS);
        assertThat(line.verb()).isEqualTo(Verb.Ack);
    }

    private static String get(String url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setReadTimeout(60_000);
        try (InputStream in = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new String(in.readAllBytes());
        }
    }

    private Footprint settled() {
        for (String name : BUNDLES) {
            await().untilAsserted(() -> {
                System.gc();
                assertThat(loaders.get(name).stream().map(WeakReference::get).filter(Objects::nonNull))
                        .as("the current and the rollback version")
                        .hasSizeLessThanOrEqualTo(2);
            });
            assertThat(bundles(name)).allSatisfy(bundle ->
                    assertThat(bundle.adapt(BundleRevisions.class).getRevisions()).as(bundle.getLocation()).hasSize(1));
            await().untilAsserted(() ->
                    assertThat(bundles(name).filter(bundle -> bundle.getState() == Bundle.ACTIVE)).as(name).hasSize(1));
        }
        return Footprint.now();
    }

    private record Footprint(int classes, long metaspace, long heap) {

        static Footprint now() {
            long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().equals("Metaspace"))
                    .mapToLong(pool -> pool.getUsage().getUsed()).sum();
            return new Footprint(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), metaspace,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }
}
