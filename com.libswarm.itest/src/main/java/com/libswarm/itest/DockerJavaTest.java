package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.libswarm.dockerjava.ChainDockerClients;
import com.libswarm.runtime.Chain;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

class DockerJavaTest {

    private Chain chain;

    @BeforeEach
    void make() throws Exception {
        chain = Container.chains().create("typed", List.of("debug", "simulator web"));
    }

    @AfterEach
    void destroy() {
        chain.destroy();
    }

    private static <S> Collection<ServiceReference<S>> services(Class<S> type) throws InvalidSyntaxException {
        return Container.CONTEXT.getServiceReferences(type, "(chain=typed)");
    }

    @Test
    void aChainIsAServiceWhileItExists() throws Exception {
        ServiceReference<Chain> reference = services(Chain.class).iterator().next();
        assertThat(Container.CONTEXT.getService(reference)).isSameAs(chain);
        Container.CONTEXT.ungetService(reference);

        chain.destroy();
        assertThat(services(Chain.class)).isEmpty();
    }

    @Test
    void theClientOfAChainIsAService() throws Exception {
        await().until(() -> !services(DockerClient.class).isEmpty());
        ServiceReference<DockerClient> reference = services(DockerClient.class).iterator().next();
        DockerClient docker = Container.CONTEXT.getService(reference);
        assertThat(docker.listContainersCmd().exec()).singleElement()
                .satisfies(container -> assertThat(container.getNames()).containsExactly("/web"));
        assertThatThrownBy(() -> docker.inspectContainerCmd("nobody").exec()).isInstanceOf(NotFoundException.class);

        chain.swap(2, "simulator web db");
        assertThat(docker.listContainersCmd().exec()).hasSize(2);

        Container.CONTEXT.ungetService(reference);
        assertThatThrownBy(() -> docker.pingCmd().exec()).isInstanceOf(IllegalStateException.class);
        chain.destroy();
        assertThat(services(DockerClient.class)).isEmpty();
    }

    @Test
    void whatDockerJavaNeedsToPackAnArchiveIsThere() throws Exception {
        Path file = Files.writeString(Files.createTempFile("dockerjava", ""), "hello");
        try (DockerClient docker = ChainDockerClients.over(chain.head())) {
            assertThatThrownBy(() -> docker.copyArchiveToContainerCmd("web").withHostResource(file.toString()).withRemotePath("/").exec())
                    .isInstanceOfSatisfying(DockerException.class, e -> assertThat(e.getHttpStatus()).as("no link has files").isEqualTo(501));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aStreamRunsThroughTheFactorysClient() throws Exception {
        try (DockerClient docker = ChainDockerClients.over(chain.head())) {
            String id = docker.execCreateCmd("web").withCmd("cat").withAttachStdin(true).withAttachStdout(true).exec().getId();
            var text = new StringBuffer();
            docker.execStartCmd(id).withStdIn(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)))
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                        }
                    }).awaitCompletion();
            assertThat(text).hasToString("hello");
        }
    }
}
