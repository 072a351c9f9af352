package com.libswarm.dockerjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.exception.UnauthorizedException;
import com.github.dockerjava.api.model.Frame;
import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong, as docker-java's users see it. */
@Timeout(60)
final class ErrorsTest {

    private final TestChain chain = TestChain.of(Hop.PLAIN, List.of());
    private final DockerClient docker = ChainDockerClients.over(chain.head());

    @AfterEach
    void close() throws IOException {
        docker.close();
        chain.close();
    }

    private void answer(Message reply) {
        chain.last().answer((message, name) -> {
            message.body().cancel();
            message.reply(reply);
        });
    }

    @Test
    void statusesAreExceptions() {
        Map.of(304, NotModifiedException.class, 400, BadRequestException.class, 401, UnauthorizedException.class, 404, NotFoundException.class,
                409, ConflictException.class, 500, InternalServerErrorException.class, 502, DockerException.class).forEach((status, type) -> {
                    answer(status == 304 ? Message.ack().withStatus(304) : Message.error(status, "It went wrong."));
                    assertThatThrownBy(() -> docker.stopContainerCmd("web").exec()).isExactlyInstanceOf(type)
                            .isInstanceOfSatisfying(DockerException.class, e -> assertThat(e.getHttpStatus()).isEqualTo(status))
                            .hasMessageContaining(status == 304 ? "304" : "It went wrong.");
                });
    }

    @Test
    void aPullThatFailsInTheMiddleSaysWhy() {
        answer(Message.ack().withBody(Body.text("{\"status\":\"Pulling\"}\r\n"
                + "{\"errorDetail\":{\"message\":\"the registry is full\"},\"error\":\"the registry is full\"}\r\n")));

        assertThatThrownBy(() -> docker.pullImageCmd("team/app").withTag("1").start().awaitCompletion())
                .isInstanceOf(DockerClientException.class).hasMessageContaining("the registry is full");
    }

    @Test
    void aStreamThatBreaksOffIsAnErrorOfItsCallback() throws Exception {
        Feed feed = Feed.create(100);
        answer(Message.value().withBody(feed.body()));
        feed.offer(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0, 0, 0, 9, 'c', 'u', 't'}));
        feed.fail(502, "The engine is gone.");
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        docker.logContainerCmd("web").withStdOut(true).exec(new ResultCallback.Adapter<Frame>() {
            @Override
            public void onError(Throwable why) {
                told.complete(why);
            }
        });

        assertThat(told.get(30, TimeUnit.SECONDS)).hasMessage("The engine is gone.");
    }

    @Test
    void theEnvironmentsEngineAndCertificatesHaveNoMeaning() throws IOException {
        System.setProperty("DOCKER_HOST", "tcp://192.0.2.1:2376");
        System.setProperty("DOCKER_TLS_VERIFY", "1");
        try (DockerClient other = ChainDockerClients.over(chain.head())) {
            other.pingCmd().exec();
            assertThat(chain.last().lastReceived().path()).isEqualTo("/_ping");
        } finally {
            System.clearProperty("DOCKER_HOST");
            System.clearProperty("DOCKER_TLS_VERIFY");
        }
    }
}
