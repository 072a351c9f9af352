package com.libswarm.dockerjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import com.libswarm.adapter.simulator.Simulator;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** docker-java's commands, over a chain that ends in a simulator. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
final class SimulatorTest {

    @Parameter
    Hop hop;

    private TestChain chain;
    private DockerClient docker;

    @BeforeEach
    void open() {
        chain = TestChain.of(hop, List.of(new Simulator()), "simulator web db");
        docker = ChainDockerClients.over(chain.head());
    }

    @AfterEach
    void close() throws Exception {
        docker.close();
        chain.close();
    }

    private String run(String... command) {
        String id = docker.createContainerCmd("busybox").withCmd(command).exec().getId();
        docker.startContainerCmd(id).exec();
        return id;
    }

    private String execution(String... command) {
        return docker.execCreateCmd("web").withCmd(command).withAttachStdin(true).withAttachStdout(true).withAttachStderr(true).exec().getId();
    }

    @Test
    void listsAndInspects() {
        assertThat(docker.listContainersCmd().exec()).extracting(Container::getNames).containsExactlyInAnyOrder(new String[] {"/web"},
                new String[] {"/db"});
        assertThat(docker.inspectContainerCmd("web").exec().getState().getRunning()).isTrue();
        assertThat(docker.versionCmd().exec().getApiVersion()).isEqualTo("1.41");
        docker.pingCmd().exec();
    }

    @Test
    void whatTheEngineSaysIsDockerJavasException() {
        assertThatThrownBy(() -> docker.inspectContainerCmd("nobody").exec()).isInstanceOf(NotFoundException.class)
                .hasMessageContaining("No such container: nobody");
        assertThatThrownBy(() -> docker.startContainerCmd("web").exec()).isInstanceOf(NotModifiedException.class);
        assertThatThrownBy(() -> docker.createContainerCmd("busybox").withName("db").exec()).isInstanceOf(ConflictException.class);
    }

    @Test
    void imagesHaveNamesWithSlashes() throws InterruptedException {
        docker.pullImageCmd("team/app").withTag("1").start().awaitCompletion();

        assertThat(docker.inspectImageCmd("team/app:1").exec().getRepoTags()).containsExactly("team/app:1");
    }

    @Test
    void logsComeAsFramesOfBothStreams() throws Exception {
        String id = run("sh", "-c", "echo one; echo two >&2; echo three");
        assertThat(docker.waitContainerCmd(id).start().awaitStatusCode()).isZero();

        Frames frames = docker.logContainerCmd(id).withStdOut(true).withStdErr(true).exec(new Frames());
        frames.awaitCompletion();
        assertThat(frames.of(StreamType.STDOUT)).isEqualTo("one\nthree\n");
        assertThat(frames.of(StreamType.STDERR)).isEqualTo("two\n");
    }

    @Test
    void logsAreFollowedWhileTheyAreWritten() throws Exception {
        String id = run("sh", "-c", "echo one; sleep infinity");
        Frames frames = docker.logContainerCmd(id).withStdOut(true).withFollowStream(true).exec(new Frames());

        assertThat(frames.next()).isEqualTo("one\n");
        docker.killContainerCmd(id).exec();
        frames.awaitCompletion();
    }

    @Test
    void anExecReadsItsInputToTheEndOfIt() throws Exception {
        String id = execution("wc", "-c");
        Frames frames = docker.execStartCmd(id).withStdIn(new ByteArrayInputStream(new byte[300_000])).exec(new Frames());

        frames.awaitCompletion();
        assertThat(frames.of(StreamType.STDOUT).strip()).isEqualTo("300000");
        assertThat(docker.inspectExecCmd(id).exec().getExitCodeLong()).isZero();
    }

    @Test
    void whatIsTypedIsAnsweredAtOnce() throws Exception {
        try (var typed = new PipedOutputStream()) {
            Frames frames = docker.execStartCmd(execution("cat")).withStdIn(new PipedInputStream(typed)).exec(new Frames());
            for (String line : List.of("one\n", "two\n")) {
                typed.write(line.getBytes(StandardCharsets.UTF_8));
                typed.flush();
                assertThat(frames.next()).isEqualTo(line);
            }
            typed.close();
            frames.awaitCompletion();
        }
    }

    @Test
    void aContainerIsAttachedTo() throws Exception {
        String id = docker.createContainerCmd("busybox").withCmd("cat").withStdinOpen(true).withStdInOnce(true).exec().getId();
        Frames frames = docker.attachContainerCmd(id).withStdIn(new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8)))
                .withStdOut(true).withStdErr(true).withFollowStream(true).exec(new Frames());
        assertThat(frames.awaitStarted(30, TimeUnit.SECONDS)).isTrue();
        docker.startContainerCmd(id).exec();

        frames.awaitCompletion();
        assertThat(frames.of(StreamType.STDOUT)).isEqualTo("hello\n");
    }

    @Test
    void eventsFlowUntilTheyAreClosed() throws Exception {
        var events = new LinkedBlockingQueue<String>();
        var callback = docker.eventsCmd().withEventTypeFilter("container").exec(new ResultCallback.Adapter<Event>() {
            @Override
            public void onNext(Event event) {
                events.add(event.getAction());
            }
        });
        assertThat(callback.awaitStarted(30, TimeUnit.SECONDS)).isTrue();
        docker.pauseContainerCmd("web").exec();
        docker.unpauseContainerCmd("web").exec();
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("pause");
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("unpause");

        callback.close();
        assertThat(callback.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientLivesOnWhileLinksAreReplaced() throws Exception {
        String id = run("sh", "-c", "echo one; sleep infinity");
        Frames frames = docker.logContainerCmd(id).withStdOut(true).withFollowStream(true).exec(new Frames());
        assertThat(frames.next()).isEqualTo("one\n");

        chain.swap(1, "simulator web db cache");
        assertThat(docker.inspectContainerCmd("cache").exec().getName()).isEqualTo("/cache");
        frames.close();
    }

    @Test
    void aChainThatIsStoppedSaysSo() {
        chain.chain().stop();
        assertThatThrownBy(() -> docker.listContainersCmd().exec())
                .isInstanceOfSatisfying(DockerException.class, e -> assertThat(e.getHttpStatus()).isEqualTo(503))
                .hasMessageContaining("The chain 'test' is stopped.");

        chain.chain().start();
        docker.pingCmd().exec();

        chain.chain().destroy();
        assertThatThrownBy(() -> docker.pingCmd().exec()).hasMessageContaining("The chain 'test' is stopped.");
    }

    /** Keeps frames. */
    private static final class Frames extends ResultCallback.Adapter<Frame> {

        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

        @Override
        public void onNext(Frame frame) {
            frames.add(new Frame(frame.getStreamType(), frame.getPayload().clone()));
        }

        String next() throws InterruptedException {
            return new String(frames.poll(30, TimeUnit.SECONDS).getPayload(), StandardCharsets.UTF_8);
        }

        String of(StreamType type) {
            var text = new StringBuilder();
            frames.stream().filter(frame -> frame.getStreamType() == type)
                    .forEach(frame -> text.append(new String(frame.getPayload(), StandardCharsets.UTF_8)));
            return text.toString();
        }
    }
}
