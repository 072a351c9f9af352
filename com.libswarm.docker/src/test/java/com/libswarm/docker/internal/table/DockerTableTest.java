package com.libswarm.docker.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.ObjectPath;
import com.libswarm.api.Verb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

class DockerTableTest {

    private static final List<String> HOSTILE = List.of("web", "4f5e6d", "east/web", "library/history", "myorg/get", "json", "prune",
            "a/b/update", "attach/ws", "reg:5000/a/b:tag", "create", "start", "x/json", "containers", "containers/json", "a/attach",
            "exec/start", "tag", "name with space", "%2F", "\u00fcml\u00e4ut", "v1.41", "a+b&c=d?e#f", "events", "load", "~", "A@sha256:00");

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "get");

    private static final List<String> WORDS = List.of("containers", "images", "exec", "distribution", "plugins", "networks", "volumes",
            "nodes", "services", "tasks", "secrets", "configs", "events", "commit", "build", "session", "grpc", "info", "json", "create",
            "update", "start", "stop", "attach", "ws", "logs", "stats", "wait", "load", "pull", "prune", "checkpoints", "patch", "get",
            "a", "b", "x y", "%", "\u00e9", "next");

    record Line(String method, String url, Verb verb, String object, String aspect, String httpMethod) {
        static Line of(String text) {
            String[] f = text.trim().split("\\s+");
            return new Line(f[0], f[1], Verb.valueOf(f[2]), f[3], f[4].equals("-") ? "" : f[4], f.length > 5 ? f[5] : "");
        }

        Line named(String name) {
            String any = "\\{[a-z]+}";
            String quoted = Matcher.quoteReplacement(name);
            return new Line(method, url.replaceAll(any, quoted), verb, object.replaceAll(any, quoted), aspect, httpMethod);
        }
    }

    static List<Line> lines() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(DockerTableTest.class.getResourceAsStream("operations.txt"),
                StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.startsWith("#")).map(Line::of).toList();
        }
    }

    @Test
    void mapsEveryOperationAsWrittenWhateverTheName() throws IOException {
        List<Line> lines = lines();
        assertThat(lines).hasSize(123);
        for (Line template : lines) {
            for (String name : HOSTILE) {
                Line line = template.named(name);
                Operation found = DockerTable.operation(line.method, line.url, false);
                assertThat(found).as("%s %s", line.method, line.url)
                        .isEqualTo(new Operation(line.verb, line.object, line.aspect, line.httpMethod));
                assertThat(back(found)).isEqualTo(new Target(line.method, line.url));
            }
        }
    }

    @Test
    void anUpgradeHeaderHidesNoKnownOperation() throws IOException {
        for (Line template : lines()) {
            if (template.url.contains("anyroute")) {
                continue;
            }
            Line line = template.named("web");
            assertThat(DockerTable.operation(line.method, line.url, true))
                    .as("%s %s", line.method, line.url)
                    .isEqualTo(DockerTable.operation(line.method, line.url, false));
        }
    }

    @Test
    void anUnknownRequestWithAnUpgradeIsConnect() {
        assertThat(DockerTable.operation("POST", "/tunnel", true)).isEqualTo(new Operation(Verb.Connect, "/tunnel", "", ""));
        assertThat(DockerTable.operation("GET", "/tunnel", true)).isEqualTo(new Operation(Verb.Connect, "/tunnel", "", "GET"));
        assertThat(DockerTable.operation("POST", "/containers/web/tunnel", true))
                .isEqualTo(new Operation(Verb.Connect, "/containers/web", "tunnel", ""));
    }

    @Test
    void anInventedMethodIsAnAspect() {
        assertThat(DockerTable.operation("PATCH", "/containers/web", false))
                .isEqualTo(new Operation(Verb.Set, "/containers/web", "patch", "PATCH"));
    }

    @Test
    void invertsAnyRequestExactly() {
        long seed = System.nanoTime();
        System.out.println("DockerTableTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500_000; i++) {
            var path = new StringBuilder();
            for (int n = random.nextInt(5); n >= 0; n--) {
                path.append('/').append(WORDS.get(random.nextInt(WORDS.size())));
            }
            if (random.nextInt(10) == 0) {
                path.append('/');
            }
            String url = ObjectPath.canonical(path.toString());
            String method = METHODS.get(random.nextInt(METHODS.size()));
            boolean upgrade = random.nextInt(4) == 0;
            Operation found = DockerTable.operation(method, url, upgrade);
            if (!back(found).equals(new Target(method, url))) {
                assertThat(back(found)).as("seed %d, upgrade %b, as %s", seed, upgrade, found).isEqualTo(new Target(method, url));
            }
        }
    }

    private static Target back(Operation found) {
        return DockerTable.target(found.verb(), found.path(), found.aspect(), found.httpMethod());
    }
}
