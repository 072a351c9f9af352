package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.itest.greeter.GreeterBundle;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.DeploymentInfo;
import com.libswarm.runtime.Deployments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Adapters that other tools install, stop, update and uninstall, while requests pass: none fails. */
class ForeignToolsTest {

    private final List<Bundle> installed = new ArrayList<>();
    @TempDir
    private Path folder;
    private Deployments deployments;
    private Chain chain;

    @BeforeEach
    void make() throws Exception {
        deployments = Container.service(Deployments.class);
        chain = Container.chains().create("foreign", List.of("greeter"));
    }

    @AfterEach
    void clean() throws Exception {
        chain.destroy();
        if (!versions().isEmpty()) {
            deployments.undeploy(GreeterBundle.NAME, true);
        }
        for (Bundle bundle : installed) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        }
    }

    private Bundle install(String version) throws Exception {
        Bundle bundle = Container.CONTEXT.installBundle("test:foreign-greeter-" + version, GreeterBundle.version(version));
        installed.add(bundle);
        bundle.start();
        return bundle;
    }

    private Bundle deploy(String version) throws Exception {
        deployments.deploy(GreeterBundle.of(version).in(folder).toUri(), Optional.empty());
        return Arrays.stream(Container.CONTEXT.getBundles()).filter(bundle -> GreeterBundle.NAME.equals(bundle.getSymbolicName()))
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE && bundle.getVersion().toString().equals(version)).findFirst()
                .orElseThrow();
    }

    private List<DeploymentInfo.Version> versions() {
        return deployments.list().stream().filter(deployment -> deployment.bundle().equals(GreeterBundle.NAME))
                .flatMap(deployment -> deployment.versions().stream()).toList();
    }

    private void awaitGreeting(Oracle oracle, String version) {
        await().untilAsserted(() -> assertThat(oracle.greetings()).contains(version));
    }

    @Test
    void aBundleThatIsStoppedAndStarted() throws Exception {
        Bundle bundle = install("1.0.0");
        try (Oracle oracle = new Oracle(chain)) {
            awaitGreeting(oracle, "1.0.0");
            for (int i = 0; i < 5; i++) {
                bundle.stop();
                bundle.start();
                await().until(() -> chain.state() == ChainState.RUNNING);
            }
        }
    }

    @Test
    void aBundleThatIsUpdatedInPlace() throws Exception {
        Bundle bundle = install("1.0.0");
        try (Oracle oracle = new Oracle(chain)) {
            awaitGreeting(oracle, "1.0.0");
            for (int i = 2; i <= 6; i++) {
                bundle.update(GreeterBundle.version(i + ".0.0"));
                awaitGreeting(oracle, i + ".0.0");
            }
        }
    }

    @Test
    void aNewVersionBesideTheOldOneThatIsUninstalledThen() throws Exception {
        Bundle old = install("1.0.0");
        try (Oracle oracle = new Oracle(chain)) {
            awaitGreeting(oracle, "1.0.0");
            for (int i = 2; i <= 6; i++) {
                Bundle fresh = install(i + ".0.0");
                awaitGreeting(oracle, i + ".0.0");
                old.uninstall();
                old = fresh;
                assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
            }
        }
    }

    @Test
    void aStreamOfABundleThatIsStoppedHasFiveSecondsThenAnError() throws Exception {
        Bundle bundle = install("1.0.0");
        Message watched = Call.ask(chain.head(), Message.of(Verb.Watch, "/greeting")).result().get(20, TimeUnit.SECONDS);

        Instant before = Instant.now();
        bundle.stop();

        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(30));
        try (InputStream stream = watched.body().in()) {
            assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("'greeter' was taken away");
        }
    }

    @Test
    void aDeployedVersionThatOthersStopAndStart() throws Exception {
        deploy("1.0.0");
        Bundle slot = deploy("2.0.0");
        try (Oracle oracle = new Oracle(chain)) {
            awaitGreeting(oracle, "2.0.0");
            slot.stop();
            assertThat(versions()).extracting(DeploymentInfo.Version::version, DeploymentInfo.Version::state)
                    .containsExactlyInAnyOrder(tuple("2.0.0", "stopped"), tuple("1.0.0", "previous"));
            slot.start();
            await().until(() -> chain.state() == ChainState.RUNNING);
        }
        assertThat(Container.get(chain, "/greeting").text()).isEqualTo("2.0.0");
    }

    @Test
    void aDeployedVersionThatOthersUpdate() throws Exception {
        Bundle slot = deploy("1.0.0");
        try (Oracle oracle = new Oracle(chain)) {
            slot.update(GreeterBundle.version("1.5.0"));
            awaitGreeting(oracle, "1.5.0");
            deploy("1.2.0");
            awaitGreeting(oracle, "1.2.0");
        }
        deployments.rollback("greeter");
        assertThat(Container.get(chain, "/greeting").text()).isEqualTo("1.5.0");
    }

    @Test
    void aDeployedVersionThatOthersUninstall() throws Exception {
        deploy("1.0.0");
        Bundle slot = deploy("2.0.0");
        try (Oracle oracle = new Oracle(chain)) {
            awaitGreeting(oracle, "2.0.0");
            slot.uninstall();
            await().untilAsserted(() -> assertThat(versions()).extracting(DeploymentInfo.Version::version, DeploymentInfo.Version::state)
                    .containsExactly(tuple("1.0.0", "previous")));
            deployments.rollback(GreeterBundle.NAME);
            awaitGreeting(oracle, "1.0.0");
            deploy("3.0.0");
            awaitGreeting(oracle, "3.0.0");
        }
    }

    @Test
    void aVersionBeforeThatOthersStartDoesNotServe() throws Exception {
        Bundle before = deploy("1.0.0");
        deploy("2.0.0");
        await().until(() -> before.getState() == Bundle.RESOLVED);

        before.start();

        assertThat(Container.get(chain, "/greeting").text()).isEqualTo("2.0.0");
        deployments.rollback("greeter");
        assertThat(Container.get(chain, "/greeting").text()).isEqualTo("1.0.0");
    }
}
