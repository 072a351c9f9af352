package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.itest.greeter.Fault;
import com.libswarm.itest.greeter.GreeterBundle;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.DeploymentInfo;
import com.libswarm.runtime.Deployments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** What cannot be deployed: one sentence says why, and all is as it was, while requests pass. */
class DeployFaultTest {

    @TempDir
    private Path folder;
    private Deployments deployments;
    private Chain chain;
    private Chain picky;
    private Oracle oracle;

    @BeforeEach
    void aVersionServesInTwoChains() throws Exception {
        deployments = Container.service(Deployments.class);
        deployments.deploy(GreeterBundle.of("1.0.0").in(folder).toUri(), Optional.empty());
        deployments.deploy(GreeterBundle.of("1.1.0").in(folder).toUri(), Optional.empty());
        chain = Container.chains().create("a-fault", List.of("greeter"));
        picky = Container.chains().create("b-fault", List.of("greeter", "greeter picky"));
        oracle = new Oracle(chain);
    }

    @AfterEach
    void allIsAsItWas() throws Exception {
        try {
            oracle.close();
            assertThat(oracle.greetings()).containsExactly("1.1.0");
            assertThat(picky.links()).allSatisfy(link -> assertThat(link.version()).isEqualTo("1.1.0"));
            assertThat(deployments.list()).filteredOn(deployment -> deployment.bundle().equals(GreeterBundle.NAME)).singleElement()
                    .satisfies(deployment -> assertThat(deployment.versions()).extracting(DeploymentInfo.Version::version)
                            .containsExactlyInAnyOrder("1.0.0", "1.1.0"));
            assertThat(Arrays.stream(Container.CONTEXT.getBundles())
                    .filter(bundle -> GreeterBundle.NAME.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE))
                    .hasSize(1);
            deployments.rollback("greeter");
            assertThat(Container.get(chain, "/greeting").text()).isEqualTo("1.0.0");
        } finally {
            chain.destroy();
            picky.destroy();
            deployments.undeploy("greeter", true);
        }
    }

    private void assertRefused(Path jar, String... said) {
        assertThatThrownBy(() -> deployments.deploy(jar.toUri(), Optional.empty())).isInstanceOf(Failure.class)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(said).doesNotContain("\n"));
    }

    @Test
    void aFileThatIsNotThere() {
        assertRefused(folder.resolve("none.jar"), "There is no file", "none.jar");
    }

    @Test
    void aFileThatIsNoJar() throws Exception {
        assertRefused(Files.writeString(folder.resolve("text.jar"), "hello"), "text.jar", "is not a jar");
    }

    @Test
    void aJarThatIsCutOff() throws Exception {
        byte[] jar = GreeterBundle.of("2.0.0").jar();
        assertRefused(Files.write(folder.resolve("cut.jar"), Arrays.copyOf(jar, jar.length / 2)), "cut.jar", "is not a jar");
    }

    @Test
    void aJarWithABrokenEntry() throws Exception {
        byte[] jar = GreeterBundle.of("2.0.0").jar();
        Arrays.fill(jar, jar.length / 2, jar.length / 2 + 64, (byte) 0x55);
        assertRefused(Files.write(folder.resolve("broken.jar"), jar), "broken.jar", "damaged");
    }

    @Test
    void aJarThatIsNoBundle() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").without("Bundle-SymbolicName").in(folder), "not a bundle", "Bundle-SymbolicName");
    }

    @Test
    void aBundleWithoutAnAdapter() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").without("Provide-Capability").in(folder), "contains no adapter", "@Declaration");
    }

    @Test
    void aBundleThatExportsPackages() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").with("Export-Package", "com.libswarm.itest.greeter").in(folder), "exports packages");
    }

    @Test
    void aBundleThatNeedsAPackageWhichIsNotThere() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").with("Import-Package", "com.libswarm.api,org.acme.missing;version=\"[1.2,2)\"").in(folder),
                "it needs the package org.acme.missing, version [1.2,2), which no bundle here gives");
    }

    @Test
    void aBundleThatNeedsANewerApi() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").with("Import-Package", "com.libswarm.api;version=\"[99,100)\"").in(folder),
                "it needs the package com.libswarm.api, version [99,100) (there is 1.");
    }

    @Test
    void aBundleThatNeedsANewerJava() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").with("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
                .in(folder),
                "it needs the capability osgi.ee", "JavaSE");
    }

    @Test
    void aBundleWhoseActivatorThrows() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").with(Fault.ACTIVATOR).in(folder), "nothing has changed", "its activator threw",
                "no greeting today");
    }

    @Test
    void anAdapterThatCannotMakeALinkInOneOfSeveralChains() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").with(Fault.SPAWN).in(folder), "nothing has changed", "The greeter has no mood for this.");
    }

    @Test
    void anAdapterThatHangsInOneOfSeveralChains() throws Exception {
        assertRefused(GreeterBundle.of("2.0.0").with(Fault.SPAWN_HANGS).in(folder), "nothing has changed", "b-fault/2", "within 10.0 s");
    }

    @Test
    void anotherJarThanTheDigestSays() throws Exception {
        Path jar = GreeterBundle.of("2.0.0").in(folder);
        assertThatThrownBy(() -> deployments.deploy(jar.toUri(), Optional.of("00".repeat(32)))).isInstanceOf(Failure.class)
                .hasMessageContaining("is not what --sha256 says");
    }
}
