package com.libswarm.e2e.storm;

import com.libswarm.e2e.harness.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What a real engine is asked: containers by name, each of which says who it is; containers and images that are not there, which it
 * repeats by name in its answer, and so a number and its checksum that no other request has; and whether it is there at all.
 */
final class EngineQuestions implements Questions {

    private static final int CONTAINERS = 200;
    private static final int PADDING = 8_000;

    private final String run = "storm-" + Long.toHexString(System.nanoTime());

    EngineQuestions(Engine engine) {
        this(Endpoint.unix(engine.socket()));
    }

    /** Makes the containers, which are never started. They end with the engine. */
    EngineQuestions(Endpoint engine) {
        try (EngineApi api = new EngineApi(engine)) {
            for (int i = 0; i < CONTAINERS; i++) {
                api.create("/containers/create?name=" + name(i), "{\"Image\":\"busybox\",\"Labels\":{\"sum\":\"" + Questions.sum(name(i)) + "\"}}");
            }
        }
    }

    private String name(int number) {
        return run + "-" + number;
    }

    @Override
    public Question next(String id, Random random) {
        String unique = "none-" + id + "-" + Questions.sum(id);
        switch (random.nextInt(8)) {
            case 0:
                return Question.of(id, "HEAD", "/_ping", answer -> answer.status() == 200 && answer.field("Api-Version").matches("1\\.\\d+"));
            case 1:
            case 2:
                String name = name(random.nextInt(CONTAINERS));
                return Question.of(id, "GET", "/containers/" + name + "/json", answer -> answer.status() == 200
                        && answer.text().contains("\"Name\":\"/" + name + "\"") && answer.text().contains("\"sum\":\"" + Questions.sum(name) + "\""));
            case 3:
            case 4:
                String padding = "x".repeat(random.nextInt(PADDING));
                byte[] body = utf8("{\"Labels\":{\"padding\":\"" + padding + "\"},\"Image\":\"" + unique + "\"}");
                return new Question(id, "POST", "/containers/create", body, random.nextInt(3) == 0,
                        answer -> answer.status() == 404 && answer.text().contains("No such image: " + unique + ":latest"));
            default:
                return Question.of(id, "GET", "/containers/" + unique + "/json",
                        answer -> answer.status() == 404 && answer.text().contains("No such container: " + unique + "\""));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
