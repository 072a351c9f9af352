package com.libswarm.e2e.java;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.HostConfig;
import com.libswarm.e2e.harness.Docker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Something that is done with a docker-java client, and told in a text that does not depend on when it is done. */
final class Conversation {

    /** What is said; {@code name} is its own. */
    private interface Talk {
        void with(DockerClient docker, String name, StringBuilder told) throws Exception;
    }

    private final String title;
    private final Talk talk;

    private Conversation(String title, Talk talk) {
        this.title = title;
        this.talk = talk;
    }

    String title() {
        return title;
    }

    /** What was told, with names and ids masked. */
    String with(DockerClient docker) throws Exception {
        String name = Docker.uniqueName();
        var told = new StringBuilder();
        try {
            talk.with(docker, name, told);
        } finally {
            forget(docker, name);
        }
        return told.toString().replace(name, "NAME").replaceAll("[0-9a-f]{64}", "ID").replaceAll("[0-9a-f]{12}", "ID");
    }

    private static void forget(DockerClient docker, String name) {
        try {
            docker.removeContainerCmd(name).withForce(true).exec();
        } catch (DockerException notThere) {
            // nothing to forget
        }
    }

    static List<Conversation> all() {
        return List.of(
                new Conversation("version and info", Conversation::versionAndInfo),
                new Conversation("a container from its creation to its end", Conversation::lifeOfAContainer),
                new Conversation("what is refused", Conversation::refusals),
                new Conversation("a pull that fails", Conversation::failingPull),
                new Conversation("an exec, and what is typed to an attached container", Conversation::streams),
                new Conversation("a large archive into a container and out of it", Conversation::archives),
                new Conversation("images, by names with slashes", Conversation::images),
                new Conversation("a build", Conversation::build),
                new Conversation("networks and volumes", Conversation::networksAndVolumes),
                new Conversation("events until they are closed", Conversation::events),
                new Conversation("what is done to a container that runs", Conversation::actions));
    }

    private static void run(DockerClient docker, String name, String... command) {
        docker.createContainerCmd("busybox").withName(name).withCmd(command).exec();
        docker.startContainerCmd(name).exec();
    }

    private static void versionAndInfo(DockerClient docker, String name, StringBuilder told) {
        docker.pingCmd().exec();
        told.append(docker.versionCmd().exec().getApiVersion()).append(docker.infoCmd().exec().getDriver());
    }

    private static void lifeOfAContainer(DockerClient docker, String name, StringBuilder told) throws Exception {
        run(docker, name, "sh", "-c", "echo out; echo err >&2; exit 3");
        told.append(docker.waitContainerCmd(name).start().awaitStatusCode());
        Frames logs = docker.logContainerCmd(name).withStdOut(true).withStdErr(true).withFollowStream(true).exec(new Frames());
        logs.awaitCompletion();
        told.append(logs).append(docker.inspectContainerCmd(name).exec().getState().getStatus());
        told.append(docker.listContainersCmd().withShowAll(true).withNameFilter(List.of(name)).exec().get(0).getCommand());
        docker.removeContainerCmd(name).exec();
        told.append(docker.listContainersCmd().withShowAll(true).withNameFilter(List.of(name)).exec().size());
    }

    private static void refusals(DockerClient docker, String name, StringBuilder told) {
        run(docker, name, "sleep", "600");
        for (Runnable refused : List.<Runnable>of(
                () -> docker.inspectContainerCmd("nobody").exec(),
                () -> docker.startContainerCmd(name).exec(),
                () -> docker.createContainerCmd("busybox").withName(name).exec(),
                () -> docker.createContainerCmd("busybox").withName("a b").exec(),
                () -> docker.createContainerCmd("127.0.0.1:1/nobody/nothing").exec(),
                () -> docker.removeContainerCmd(name).exec())) {
            try {
                refused.run();
                told.append("not refused\n");
            } catch (DockerException e) {
                told.append(e.getClass().getSimpleName()).append(' ').append(e.getHttpStatus()).append(' ').append(e.getMessage()).append('\n');
            }
        }
    }

    private static void failingPull(DockerClient docker, String name, StringBuilder told) throws Exception {
        try {
            docker.pullImageCmd("127.0.0.1:1/team/nothing").withTag("1").start().awaitCompletion();
            told.append("no error");
        } catch (RuntimeException e) {
            told.append(e.getClass().getSimpleName()).append(e.getMessage());
        }
    }

    private static void streams(DockerClient docker, String name, StringBuilder told) throws Exception {
        docker.createContainerCmd("busybox").withName(name).withCmd("sh", "-c", "read line; echo got $line; exec sleep 600")
                .withStdinOpen(true).withAttachStdin(true).exec();
        // not ended: to an engine the end of the input is the end of the attachment
        try (var typed = new PipedOutputStream(); var input = new PipedInputStream(typed)) {
            Frames attached = docker.attachContainerCmd(name).withStdIn(input).withStdOut(true).withStdErr(true).withFollowStream(true)
                    .exec(new Frames());
            attached.awaitStarted();
            docker.startContainerCmd(name).exec();
            typed.write("hello\n".getBytes(StandardCharsets.UTF_8));
            typed.flush();
            attached.awaitFrame();
            told.append(execute(docker, name));
            docker.killContainerCmd(name).exec();
            attached.awaitCompletion();
            told.append(attached);
        }
    }

    private static String execute(DockerClient docker, String name) throws InterruptedException {
        String id = docker.execCreateCmd(name).withCmd("sh", "-c", "echo out; echo err >&2; exit 4").withAttachStdout(true)
                .withAttachStderr(true).exec().getId();
        Frames executed = docker.execStartCmd(id).exec(new Frames());
        executed.awaitCompletion();
        return executed.toString() + docker.inspectExecCmd(id).exec().getExitCodeLong();
    }

    private static void archives(DockerClient docker, String name, StringBuilder told) throws Exception {
        Path file = Files.createTempFile("archive", ".bin");
        byte[] content = new byte[4_000_000];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        try {
            docker.createContainerCmd("busybox").withName(name).exec();
            docker.copyArchiveToContainerCmd(name).withHostResource(file.toString()).withRemotePath("/tmp").exec();
            String copied = "/tmp/" + file.getFileName();
            try (InputStream tar = docker.copyArchiveFromContainerCmd(name, copied).exec()) {
                tar.skipNBytes(512);
                told.append(digest(tar, content.length)).append(tar.readAllBytes().length);
            }
            told.append(digest(new ByteArrayInputStream(content), content.length));
        } finally {
            Files.delete(file);
        }
    }

    private static String digest(InputStream bytes, int length) throws Exception {
        var digest = new DigestInputStream(bytes, MessageDigest.getInstance("MD5"));
        digest.readNBytes(length);
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    private static void images(DockerClient docker, String name, StringBuilder told) throws Exception {
        String image = "127.0.0.1:5000/team/" + name;
        docker.tagImageCmd("busybox", image, "1").exec();
        told.append(docker.inspectImageCmd(image + ":1").exec().getRepoTags().contains(image + ":1"));
        told.append(docker.listImagesCmd().withFilter("reference", List.of(image)).exec().size());
        Path saved = Files.createTempFile("image", ".tar");
        try (InputStream tar = docker.saveImageCmd(image + ":1").exec()) {
            Files.write(saved, tar.readAllBytes());
            docker.removeImageCmd(image + ":1").exec();
            try (InputStream again = Files.newInputStream(saved)) {
                docker.loadImageCmd(again).exec();
            }
            told.append(docker.listImagesCmd().withFilter("reference", List.of(image)).exec().size());
        } finally {
            docker.removeImageCmd(image + ":1").withForce(true).exec();
            Files.delete(saved);
        }
    }

    private static void build(DockerClient docker, String name, StringBuilder told) throws IOException {
        Path folder = Files.createTempDirectory("build");
        Path file = Files.writeString(folder.resolve("Dockerfile"), "FROM busybox\nCOPY Dockerfile /\nENV A=" + name + "\n");
        try {
            String id = docker.buildImageCmd(folder.toFile()).exec(new BuildImageResultCallback()).awaitImageId();
            told.append(List.of(docker.inspectImageCmd(id).exec().getConfig().getEnv()).contains("A=" + name));
            docker.removeImageCmd(id).withForce(true).exec();
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    private static void networksAndVolumes(DockerClient docker, String name, StringBuilder told) {
        docker.createVolumeCmd().withName(name).withLabels(Map.of("of", name)).exec();
        told.append(docker.inspectVolumeCmd(name).exec().getLabels());
        docker.removeVolumeCmd(name).exec();
        String network = docker.createNetworkCmd().withName(name).exec().getId();
        try {
            told.append(docker.inspectNetworkCmd().withNetworkId(network).exec().getDriver());
            docker.createContainerCmd("busybox").withName(name).withHostConfig(HostConfig.newHostConfig().withNetworkMode(name)).exec();
            told.append(docker.inspectContainerCmd(name).exec().getNetworkSettings().getNetworks().keySet());
            docker.removeContainerCmd(name).exec();
        } finally {
            docker.removeNetworkCmd(network).exec();
        }
    }

    private static void events(DockerClient docker, String name, StringBuilder told) throws Exception {
        var events = new LinkedBlockingQueue<String>();
        var begun = new CountDownLatch(1);
        String probe = name + "-probe";
        var callback = docker.eventsCmd().withContainerFilter(name, probe).exec(new ResultCallback.Adapter<Event>() {
            @Override
            public void onNext(Event event) {
                if (probe.equals(event.getActor().getAttributes().get("name"))) {
                    begun.countDown();
                } else {
                    events.add(event.getAction());
                }
            }
        });
        callback.awaitStarted();
        // an engine says that it tells of events a moment before it does
        do {
            createAndRemove(docker, probe);
        } while (!begun.await(200, TimeUnit.MILLISECONDS));
        createAndRemove(docker, name);
        told.append(events.poll(60, TimeUnit.SECONDS)).append(events.poll(60, TimeUnit.SECONDS));
        callback.close();
        told.append(callback.awaitCompletion(60, TimeUnit.SECONDS));
    }

    private static void createAndRemove(DockerClient docker, String name) {
        docker.createContainerCmd("busybox").withName(name).exec();
        docker.removeContainerCmd(name).exec();
    }

    private static void actions(DockerClient docker, String name, StringBuilder told) throws IOException {
        run(docker, name, "sh", "-c", "touch /made; exec sleep 600");
        await().atMost(Duration.ofMinutes(1)).until(() -> docker.containerDiffCmd(name).exec().toString().contains("/made"));
        // on a busy machine runc may say that it is unable to freeze
        await().atMost(Duration.ofMinutes(1)).ignoreException(InternalServerErrorException.class)
                .untilAsserted(() -> docker.pauseContainerCmd(name).exec());
        told.append(docker.inspectContainerCmd(name).exec().getState().getPaused());
        docker.unpauseContainerCmd(name).exec();
        docker.restartContainerCmd(name).withTimeout(0).exec();
        told.append(docker.topContainerCmd(name).exec().getTitles().length);
        docker.renameContainerCmd(name).withName(name + "-2").exec();
        docker.renameContainerCmd(name + "-2").withName(name).exec();
        docker.stopContainerCmd(name).withTimeout(0).exec();
        told.append(docker.containerDiffCmd(name).exec());
        String image = docker.commitCmd(name).exec();
        docker.removeImageCmd(image).exec();
        try (InputStream tar = docker.exportContainerCmd(name).exec()) {
            told.append(tar.readNBytes(1).length);
        }
    }
}
