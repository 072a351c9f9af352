package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.itest.greeter.GreeterBundle;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.DeploymentInfo;
import com.libswarm.runtime.Deployments;
import com.libswarm.runtime.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceRegistration;

/** Jars in the folder that the framework property names. */
class DeployFolderTest {

    private static final Path FOLDER = Path.of(Container.CONTEXT.getProperty("com.libswarm.deploy.folder"));

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Path jar = FOLDER.resolve("greeter.jar");
    private Deployments deployments;
    private ServiceRegistration<Journal> journal;

    @BeforeEach
    void find() throws Exception {
        deployments = Container.service(Deployments.class);
        journal = Container.CONTEXT.registerService(Journal.class, (level, source, line) -> {
            if (source.equals("deploy")) {
                lines.add(level + " " + line);
            }
        }, null);
    }

    @AfterEach
    void clean() throws Exception {
        try (var left = Files.list(FOLDER)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        await().untilAsserted(() -> assertThat(versions()).isEmpty());
        journal.unregister();
    }

    private static void put(byte[] content, Path file) throws IOException {
        Path fresh = Files.write(file.resolveSibling(".fresh"), content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> versions() {
        return deployments.list().stream().filter(deployment -> deployment.bundle().equals(GreeterBundle.NAME))
                .flatMap(deployment -> deployment.versions().stream()).filter(DeploymentInfo.Version::isCurrent)
                .map(DeploymentInfo.Version::version).toList();
    }

    private void awaitVersion(String... version) {
        await().untilAsserted(() -> assertThat(versions()).containsExactly(version));
    }

    @Test
    void theFolderIsItsOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(FOLDER))).isEqualTo("rwx------");
    }

    @Test
    void aJarIsDeployedWhenItIsPutThereSwappedWhenItIsReplacedAndUndeployedWhenItIsRemoved() throws Exception {
        put(GreeterBundle.of("1.0.0").jar(), jar);
        awaitVersion("1.0.0");
        put(GreeterBundle.of("2.0.0").jar(), jar);
        awaitVersion("2.0.0");
        Files.delete(jar);
        awaitVersion();
    }

    @Test
    void aJarThatIsRemovedWhileALinkUsesItGoesWhenNoneDoes() throws Exception {
        put(GreeterBundle.of("1.0.0").jar(), jar);
        awaitVersion("1.0.0");
        Chain chain = Container.chains().create("folder", List.of("greeter"));
        try {
            Files.delete(jar);
            await().untilAsserted(() -> assertThat(lines)
                    .anyMatch(line -> line.startsWith("WARNING") && line.contains("greeter.jar was removed") && line.contains("folder/1")));
            assertThat(Container.get(chain, "/greeting").text()).isEqualTo("1.0.0");
        } finally {
            chain.destroy();
        }
        awaitVersion();
        assertThat(lines).filteredOn(line -> line.contains("greeter.jar was removed, but")).hasSize(1);
    }

    @Test
    void aJarThatIsHalfWrittenWaitsForItsOtherHalf() throws Exception {
        byte[] whole = GreeterBundle.of("1.0.0").jar();
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        await().during(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(versions()).isEmpty());

        Files.write(jar, whole);

        awaitVersion("1.0.0");
        assertThat(lines).noneMatch(line -> line.startsWith("WARNING"));
    }

    @Test
    void whatCannotBeDeployedIsOneLineAndTheVersionBeforeStays() throws Exception {
        put(GreeterBundle.of("1.0.0").jar(), jar);
        awaitVersion("1.0.0");
        put(GreeterBundle.of("2.0.0").with("Import-Package", "org.acme.missing").jar(), jar);

        await().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.contains("org.acme.missing")));
        await().during(Duration.ofSeconds(3)).untilAsserted(() ->
                assertThat(lines).filteredOn(line -> line.startsWith("WARNING")).hasSize(1));
        assertThat(versions()).containsExactly("1.0.0");
        put(GreeterBundle.of("3.0.0").jar(), jar);
        awaitVersion("3.0.0");
    }

    @Test
    void ofTwoJarsOfOneBundleTheOtherServesWhenOneIsRemoved() throws Exception {
        put(GreeterBundle.of("1.0.0").jar(), jar);
        awaitVersion("1.0.0");
        Path second = FOLDER.resolve("greeter-2.jar");
        put(GreeterBundle.of("2.0.0").jar(), second);
        awaitVersion("2.0.0");

        Files.delete(second);

        awaitVersion("1.0.0");
    }

    @Test
    void filesThatAreNoJarsByTheirNamesAreLeftAlone() throws Exception {
        put(GreeterBundle.of("1.0.0").jar(), FOLDER.resolve("greeter.jar.part"));
        put(GreeterBundle.of("1.0.0").jar(), FOLDER.resolve(".greeter.jar"));

        await().during(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(versions()).isEmpty());
        // lines of the test before may still come
        assertThat(lines).noneMatch(line -> line.contains("/.greeter.jar") || line.contains(".part"));
    }
}
