package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.adapter.Finding;
import com.libswarm.itest.greeter.GreeterBundle;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Deployments;
import com.libswarm.runtime.Plan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class DeployPlanTest {

    @TempDir
    private Path folder;
    private Deployments deployments;
    private Chain chain;

    @BeforeEach
    void aVersionServes() throws Exception {
        deployments = Container.service(Deployments.class);
        deployments.deploy(GreeterBundle.of("1.0.0").in(folder).toUri(), Optional.empty());
        chain = Container.chains().create("planned", List.of("debug", "greeter"));
    }

    @AfterEach
    void nothingHasChanged() throws Exception {
        try {
            assertThat(Container.get(chain, "/greeting").text()).isEqualTo("1.0.0");
            assertThat(Arrays.stream(Container.CONTEXT.getBundles()).filter(bundle -> GreeterBundle.NAME.equals(bundle.getSymbolicName()))
                    .map(bundle -> bundle.getVersion().toString())).containsExactly("1.0.0");
        } finally {
            chain.destroy();
            deployments.undeploy("greeter", true);
        }
    }

    private Plan plan(Path jar) {
        return deployments.planDeploy(jar.toUri(), Optional.empty());
    }

    @Test
    void aNewVersion() throws Exception {
        Plan plan = plan(GreeterBundle.of("2.0.0").in(folder));

        assertThat(plan.change()).startsWith("Deploys " + GreeterBundle.NAME + " 2.0.0 from ").contains("in the place of 1.0.0");
        assertThat(plan.links()).singleElement().satisfies(link -> {
            assertThat(link.chain() + "/" + link.link()).isEqualTo("planned/2");
            assertThat(link.then().orElseThrow().version()).isEqualTo("2.0.0");
        });
        assertThat(plan.wouldFail()).isFalse();
        assertThat(plan.findings()).anyMatch(finding -> finding.outcome() == Finding.Outcome.UNCHECKED);
    }

    @Test
    void aVersionThatNeedsWhatIsNotThere() throws Exception {
        Plan plan = plan(GreeterBundle.of("2.0.0").with("Import-Package", "org.acme.missing").in(folder));

        assertThat(plan.wouldFail()).isTrue();
        assertThat(plan.findings()).anyMatch(finding -> finding.sentence().contains("org.acme.missing"));
    }

    @Test
    void aVersionWithoutAnAdapterThatALinkUses() throws Exception {
        Plan plan = plan(GreeterBundle.of("2.0.0").with("Provide-Capability", "com.libswarm.adapter;name=other;summary=\"is another\"")
                .in(folder));

        assertThat(plan.findings())
                .anyMatch(finding -> finding.outcome() == Finding.Outcome.BAD && finding.sentence().contains("planned/2"));
    }

    @Test
    void aLibraryShowsWhatARefreshOfItWouldTakeAlong() throws Exception {
        Bundle api = AdapterVersions.installed("com.libswarm.api");

        Plan plan = plan(AdapterVersions.write(api, "9.0.0", folder));

        assertThat(plan.wouldFail()).isTrue();
        assertThat(plan.findings()).anyMatch(finding -> finding.sentence().contains("needs a restart")
                && finding.sentence().contains("com.libswarm.adapter.debug") && finding.sentence().contains("com.libswarm.runtime"));
    }

    @Test
    void takingAwayWhatALinkUses() {
        Plan plan = deployments.planUndeploy("greeter");

        assertThat(plan.wouldFail()).isTrue();
        assertThat(plan.links()).singleElement().satisfies(link -> assertThat(link.then()).isEmpty());
    }
}
