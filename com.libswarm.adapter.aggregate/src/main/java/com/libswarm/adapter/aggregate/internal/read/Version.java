package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.EngineInfo;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The version that clients are to speak: the highest that all nodes know (Docker API, GET /version, GET /_ping). */
final class Version {

    /** The aggregate's own. */
    static final String OWN = "0.1.0" + EngineInfo.AGGREGATE;

    private static final String API = "1.41";
    private static final String LOWEST_API = "1.12";

    private final Nodes nodes;

    Version(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Answers from what the nodes have said when they were connected: clients ask this before each command. */
    void ping(Message request) {
        nodes.settled().thenAccept(all -> {
            Stream<String> known = all.stream().filter(Node::isHealthy).map(node -> node.engine().apiVersion());
            Message reply = request.head().get(Head.HTTP_METHOD).equals("HEAD") ? Message.ack()
                    : Message.value().withBody(Body.text("OK"));
            request.reply(reply.withHead(Head.of("Content-Type", "text/plain; charset=utf-8", Head.API_VERSION, lowest(known), "Ostype", "linux",
                    "Docker-Experimental", "false", "Cache-Control", "no-cache, no-store, must-revalidate", "Pragma", "no-cache"))
                    .withStatus(200));
        });
    }

    void get(Message request) {
        Reply.to(request, nodes.settled().thenCompose(all -> FanOut.ask(all, request, Replies::text))
                .thenApply(answers -> Reply.json(merged(answers.orRefused()), answers.warn(Head.EMPTY))));
    }

    /**
     * For what no engine is asked.
     *
     * @throws Failure 400 if the client speaks a version that the engines do not, in their words
     */
    static void check(Nodes nodes, Message request) {
        String version = request.head().get(Head.API_VERSION);
        if (number(version) == 0) {
            return;
        }
        String highest = lowest(nodes.all().stream().filter(Node::isHealthy).map(node -> node.engine().apiVersion()));
        if (number(version) > number(highest)) {
            throw new Failure(400, "client version " + version + " is too new. Maximum supported API version is " + highest);
        }
        if (number(version) < number(LOWEST_API)) {
            throw new Failure(400, "client version " + version + " is too old. Minimum supported API version is " + LOWEST_API
                    + ", please upgrade your client to a newer version");
        }
    }

    /** Whether the client speaks this version or a newer one, or does not say which. */
    static boolean isAtLeast(String version, Message request) {
        int spoken = number(request.head().get(Head.API_VERSION));
        return spoken == 0 || spoken >= number(version);
    }

    private static Map<String, Object> merged(Answers<String> answers) {
        var components = new ArrayList<Map<String, Object>>();
        var versions = new ArrayList<Map<String, Object>>();
        answers.given().forEach((node, json) -> {
            Map<String, Object> version = Json.parse(json, 502);
            versions.add(version);
            components.add(Json.object("Name", "Engine of " + node.name(), "Version", Json.text(version, "Version"), "Details",
                    details(version)));
        });
        String api = lowest(texts(versions, "ApiVersion"));
        String lowest = texts(versions, "MinAPIVersion").max(Comparator.comparing(Version::number)).orElse(LOWEST_API);
        Map<String, Object> first = versions.stream().findFirst().orElse(Map.of("Os", "linux", "Arch", "amd64"));
        return Json.object("Platform", Json.object("Name", "libswarm aggregate"), "Components", components, "Version", OWN, "ApiVersion", api,
                "MinAPIVersion", lowest, "GitCommit", "", "GoVersion", "", "Os", Json.text(first, "Os"), "Arch", Json.text(first, "Arch"),
                "KernelVersion", Json.text(first, "KernelVersion"), "BuildTime", "");
    }

    private static Map<String, Object> details(Map<String, Object> version) {
        return Json.object("ApiVersion", Json.text(version, "ApiVersion"), "Arch", Json.text(version, "Arch"), "GitCommit",
                Json.text(version, "GitCommit"), "KernelVersion", Json.text(version, "KernelVersion"), "MinAPIVersion",
                Json.text(version, "MinAPIVersion"), "Os", Json.text(version, "Os"));
    }

    private static Stream<String> texts(List<Map<String, Object>> versions, String field) {
        return versions.stream().map(version -> Json.text(version, field));
    }

    private static String lowest(Stream<String> versions) {
        return versions.filter(version -> number(version) > 0).min(Comparator.comparing(Version::number)).orElse(API);
    }

    /** {@code 1.41} as 1041; 0 for what is no version. */
    private static int number(String version) {
        if (!version.matches("[0-9]{1,3}\\.[0-9]{1,3}")) {
            return 0;
        }
        String[] parts = version.split("\\.");
        return Integer.parseInt(parts[0]) * 1_000 + Integer.parseInt(parts[1]);
    }
}
