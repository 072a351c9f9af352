package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that stand in a file, which changes. */
@Timeout(180)
final class NodeFileTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private Path file;
    private AggregateFixture fixture;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("nodes");
        write("# two", "", "east=simulator web", "  west=simulator cache");
        fixture = AggregateFixture.with("--timeout 30 --nodes-file " + file, "own=simulator mine");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void write(String... lines) throws IOException {
        // as careful programs do it; another test does not
        Path next = folder.resolve("next");
        Files.write(next, List.of(lines));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> nodes() {
        return fixture.list("/aggregate/nodes").stream().map(node -> Json.text(node, "Name") + " " + Json.text(node, "State")).toList();
    }

    private void awaitContainers(String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.names()).containsExactlyInAnyOrder(names));
    }

    private void awaitLine(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(String.join("\n", fixture.journal)).contains(text));
    }

    @Test
    void linesThatComeAndGoAndChangeAreNodesThatDo() throws IOException {
        awaitContainers("web", "cache", "mine");
        fixture.ask(Verb.Set, "/aggregate/nodes/west", "drain");
        write("east=simulator web", "west=simulator other", "north=simulator db");
        // a simulator that is swapped keeps what it has
        awaitContainers("web", "cache", "other", "db", "mine");
        assertThat(nodes()).containsExactly("own healthy", "east healthy", "west draining", "north healthy");
        write("# none");
        awaitContainers("mine");
        assertThat(nodes()).containsExactly("own healthy");
    }

    @Test
    void aLineThatIsWrongChangesNothingAndIsTold() throws IOException {
        awaitContainers("web", "cache", "mine");
        write("east", "west=", "north=simulator db", "north=simulator again", "own=simulator", "bad=simulator \"");
        awaitContainers("web", "cache", "db", "mine");
        for (String error : List.of(":1: A line is to be NAME=SPEC", ":2: The node 'west=' has no spec", ":4: There is a line for the node north already",
                ":5: The node own cannot be had: There is a node of that name already", ":6: The node bad cannot be had: ")) {
            awaitLine(file + error);
        }
        write("north=simulator db");
        awaitContainers("db", "mine");
    }

    @Test
    void aFileThatIsNotThereOrEmptyTakesNoNodeAway() throws IOException {
        awaitContainers("web", "cache", "mine");
        Files.delete(file);
        awaitLine("is not there. Its nodes stay as they are.");
        Files.createFile(file);
        awaitLine("is empty; to have no nodes in it, write a comment. Its nodes stay as they are.");
        assertThat(fixture.names()).containsExactlyInAnyOrder("web", "cache", "mine");
        // half a line, then the rest of it
        Files.writeString(file, "east=simulator web\nwest=simu");
        Files.writeString(file, "lator cache\n", StandardOpenOption.APPEND);
        write("east=simulator web");
        awaitContainers("web", "mine");
    }

    @Test
    void nodesOfTheFileOutliveTheCodeAndWhatAnOperatorTakesOutStaysOut() throws IOException {
        awaitContainers("web", "cache", "mine");
        fixture.ask(Verb.Remove, "/aggregate/nodes/west", "");
        Files.writeString(file, "nonsense\n");
        fixture.swarm.add(new Aggregate());
        awaitContainers("web", "mine");
        write("east=simulator web", "west=simulator cache", "north=simulator db");
        awaitContainers("web", "db", "mine");
        write("east=simulator web", "west=simulator anew");
        awaitContainers("web", "anew", "mine");
    }

    @Test
    void aFileThatIsWrongAtTheStartIsRefused() throws IOException {
        write("east=simulator web", "west");
        try (Swarm swarm = Swarm.create((level, source, line) -> { })) {
            swarm.add(new Aggregate());
            assertThat(swarm.create("test", List.of("aggregate --nodes-file " + file)).problem().orElse("")).contains(file + ":2: A line is to be NAME=SPEC");
        } catch (RuntimeException refused) {
            assertThatThrownBy(() -> {
                throw refused;
            }).hasMessageContaining(file + ":2: A line is to be NAME=SPEC");
        }
    }
}
