package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.RawAnswer;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The same bytes, sent to an engine and to a chain in front of it, get the same bytes back. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawComparisonTest {

    private final String name = Docker.uniqueName();
    private final int shortPort = FreePort.find();
    private final int longPort = FreePort.find();
    private Docker docker;
    private int enginePort;
    private Swarmd swarmd;

    @BeforeAll
    void start(Engine engine) {
        docker = Docker.at(engine.unix());
        enginePort = engine.port();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + shortPort, "dockerclient " + engine.tcp());
        swarmd.mustSh("swarm:create long 'dockerserver tcp://127.0.0.1:" + longPort + "' debug debug debug 'dockerclient " + engine.unix() + "'");
        assertThat(docker.run("run", "-d", "--name", name + "-run", "busybox", "sleep", "1000").status()).isZero();
        assertThat(docker.run("run", "--name", name + "-end", "busybox", "sh", "-c", "echo out; sleep 0.2; echo err >&2").status()).isZero();
        assertThat(docker.run("run", "-t", "--name", name + "-tty", "busybox", "echo", "out").status()).isZero();
    }

    @AfterAll
    void stop() {
        docker.run("rm", "-f", name + "-run", name + "-end", name + "-tty");
        swarmd.close();
    }

    @TestFactory
    Stream<DynamicTest> theSameAnswer() {
        return compared(new RawRequests(name).all());
    }

    @TestFactory
    Stream<DynamicTest> theSameRefusalByEachOperation() throws IOException {
        return compared(EndpointRequests.all());
    }

    @Test
    void eachOperationOfTheTableIsAsked() throws IOException {
        List<String> asked = EndpointRequests.all().stream().map(RawRequest::title).toList();
        try (Stream<String> operations = Files.lines(Path.of(System.getProperty("operations")))) {
            assertThat(operations.filter(line -> !line.startsWith("#")).map(RawComparisonTest::pattern)).allSatisfy(
                    operation -> assertThat(asked).anyMatch(operation.asMatchPredicate()));
        }
    }

    /** Matches the requests of an operation: its line begins with its method and its URL, as /containers/{id}/json. */
    private static Pattern pattern(String operation) {
        String[] fields = operation.split(" +");
        return Pattern.compile(fields[0] + " (/v[0-9.]+)?" + fields[1].replaceAll("\\{[a-z]+}", "[^? ]+") + "(\\?.*)?( .*)?");
    }

    private Stream<DynamicTest> compared(List<RawRequest> requests) {
        return requests.stream().map(request -> dynamicTest(request.title(), () -> {
            List<RawAnswer> direct = answers(enginePort, request);
            assertThat(answers(shortPort, request)).as("through a chain").isEqualTo(direct);
            assertThat(answers(longPort, request)).as("through a longer chain").isEqualTo(direct);
        }));
    }

    /** All answers, and what comes of one more request on the connection. An engine prunes one thing at a time, and other tests prune there, too. */
    private List<RawAnswer> answers(int port, RawRequest request) throws IOException {
        List<RawAnswer> answers = ask(port, request);
        while (answers.stream().anyMatch(answer -> answer.body().contains("a prune operation is already running"))) {
            answers = ask(port, request);
        }
        return answers;
    }

    private List<RawAnswer> ask(int port, RawRequest request) throws IOException {
        try (RawConnection connection = RawConnection.open(port)) {
            connection.write(request.text());
            var answers = new ArrayList<RawAnswer>();
            for (int left = request.answers(); left > 0;) {
                boolean headOnly = left == 1 && request.text().contains("HEAD ");
                RawAnswer answer = RawAnswer.read(connection, headOnly, name);
                answers.add(answer);
                left -= answer.isInterim() ? 0 : 1;
            }
            if (!answers.get(answers.size() - 1).endsConnection()) {
                answers.add(next(connection));
            }
            return answers;
        }
    }

    private RawAnswer next(RawConnection connection) {
        try {
            return RawAnswer.read(connection.write("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n"), false, name);
        } catch (IOException closed) {
            return new RawAnswer("closed", List.of(), "");
        }
    }
}
