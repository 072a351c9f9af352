package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.itest.greeter.GreeterBundle;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.DeployReport;
import com.libswarm.runtime.DeploymentInfo;
import com.libswarm.runtime.Deployments;
import java.nio.file.Path;
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

class DeployTest {

    private final List<Bundle> installed = new ArrayList<>();
    @TempDir
    private Path folder;
    private Deployments deployments;
    private Chain chain;

    @BeforeEach
    void aChainThatWaitsForItsAdapter() throws Exception {
        deployments = Container.service(Deployments.class);
        chain = Container.chains().create("deployed", List.of("debug", "greeter"));
    }

    @AfterEach
    void clean() throws Exception {
        chain.destroy();
        if (deployments.list().stream().anyMatch(deployment -> deployment.bundle().equals(GreeterBundle.NAME))) {
            deployments.undeploy(GreeterBundle.NAME, true);
        }
        for (Bundle bundle : installed) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        }
        await().untilAsserted(() -> assertThat(Arrays.stream(Container.CONTEXT.getBundles()).map(Bundle::getSymbolicName))
                .doesNotContain(GreeterBundle.NAME));
    }

    private DeployReport deploy(String version) throws Exception {
        return deployments.deploy(GreeterBundle.of(version).in(folder).toUri(), Optional.empty());
    }

    private Bundle install(String version) throws Exception {
        Bundle bundle = Container.CONTEXT.installBundle("test:deployed-greeter-" + version, GreeterBundle.version(version));
        installed.add(bundle);
        bundle.start();
        return bundle;
    }

    private String greeting() throws Exception {
        return Container.get(chain, "/greeting").text();
    }

    private List<DeploymentInfo.Version> versions() {
        return deployments.list().stream().filter(deployment -> deployment.bundle().equals(GreeterBundle.NAME))
                .flatMap(deployment -> deployment.versions().stream()).toList();
    }

    @Test
    void aNewAdapterBringsUpTheChainThatWaitsForIt() throws Exception {
        DeployReport report = deploy("1.0.0");

        assertThat(report.to()).isEqualTo("1.0.0");
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        assertThat(greeting()).isEqualTo("1.0.0");
    }

    @Test
    void whatIsDeployedLastServesWhateverItsVersion() throws Exception {
        deploy("2.0.0");

        DeployReport report = deploy("1.0.0");

        assertThat(report.from()).isEqualTo("2.0.0");
        assertThat(report.links()).containsExactly(new DeployReport.SwitchedLink("deployed/2", "greeter", "2.0.0", "1.0.0"));
        assertThat(greeting()).isEqualTo("1.0.0");
        assertThat(versions()).extracting(DeploymentInfo.Version::version, DeploymentInfo.Version::state)
                .containsExactlyInAnyOrder(tuple("1.0.0", "current"), tuple("2.0.0", "previous"));
    }

    @Test
    void theSameVersionIsDeployedAgainAndAgain() throws Exception {
        for (int i = 0; i < 5; i++) {
            deploy("1.0.0");
            // what is replaced keeps its slot until it is idle
            await().untilAsserted(() -> assertThat(versions()).hasSizeLessThanOrEqualTo(2));
        }

        assertThat(greeting()).isEqualTo("1.0.0");
        assertThat(Arrays.stream(Container.CONTEXT.getBundles()).filter(bundle -> GreeterBundle.NAME.equals(bundle.getSymbolicName())))
                .as("slots").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aRollbackGoesBackAndForth() throws Exception {
        deploy("1.0.0");
        deploy("2.0.0");

        deployments.rollback("greeter");
        assertThat(greeting()).isEqualTo("1.0.0");
        deployments.rollback(GreeterBundle.NAME);
        assertThat(greeting()).isEqualTo("2.0.0");
    }

    @Test
    void aVersionThatOthersInstalledGivesWayAndComesBackByUndeploying() throws Exception {
        Bundle others = install("3.0.0");
        await().until(() -> chain.state() == ChainState.RUNNING);

        deploy("1.0.0");
        assertThat(greeting()).isEqualTo("1.0.0");
        await().untilAsserted(() -> assertThat(others.getState()).isEqualTo(Bundle.RESOLVED));

        DeployReport report = deployments.undeploy("greeter", false);
        assertThat(report.to()).isEqualTo("3.0.0");
        assertThat(greeting()).isEqualTo("3.0.0");
        await().untilAsserted(() -> assertThat(versions()).isEmpty());
    }

    @Test
    void aHigherVersionThatOthersInstallLaterServesAndALowerOneDoesNot() throws Exception {
        deploy("2.0.0");

        install("1.0.0");
        install("3.0.0");

        await().untilAsserted(() -> assertThat(greeting()).isEqualTo("3.0.0"));
        deploy("2.0.0");
        assertThat(greeting()).isEqualTo("2.0.0");
    }

    @Test
    void undeployingWhatALinkUsesIsRefusedUnlessForced() throws Exception {
        deploy("1.0.0");

        assertThatThrownBy(() -> deployments.undeploy("greeter", false)).isInstanceOf(Failure.class).hasMessageContaining("deployed/2");
        assertThat(greeting()).isEqualTo("1.0.0");

        deployments.undeploy("greeter", true);
        assertThat(chain.state()).isEqualTo(ChainState.WAITING);
        assertThat(chain.problem()).contains("The adapter 'greeter' is not there.");
        assertThatThrownBy(() -> deployments.undeploy("greeter", true)).isInstanceOf(Failure.class)
                .hasMessageContaining("was not deployed");
    }

    @Test
    void versionsThatCarryStreamsStayUpToALimitAndAreNamed() throws Exception {
        List<Message> streams = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            deploy(i + ".0.0");
            streams.add(Call.ask(chain.head(), Message.of(Verb.Watch, "/greeting")).result().get(20, TimeUnit.SECONDS));
        }

        assertThat(versions()).extracting(DeploymentInfo.Version::state)
                .containsExactly("current", "previous", "draining", "draining", "draining", "draining", "draining", "draining");
        assertThat(versions().get(7).carries()).singleElement().asString().startsWith("deployed/2: ").contains("Watch /greeting");
        assertThatThrownBy(() -> deploy("9.0.0")).isInstanceOf(Failure.class).hasMessageContaining("8 versions of it are there")
                .hasMessageContaining("deployed/2: ").hasMessageContaining("Watch /greeting");
        assertThat(greeting()).isEqualTo("8.0.0");

        streams.forEach(stream -> stream.body().cancel());
        await().untilAsserted(() -> assertThat(versions()).extracting(DeploymentInfo.Version::version).containsExactly("8.0.0", "7.0.0"));
        deploy("9.0.0");
        assertThat(greeting()).isEqualTo("9.0.0");
    }
}
