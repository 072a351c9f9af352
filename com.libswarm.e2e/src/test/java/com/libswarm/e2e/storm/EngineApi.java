package com.libswarm.e2e.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an engine, or a chain, for what a storm needs. One thread at a time. */
final class EngineApi implements AutoCloseable {

    private final Connection connection;

    EngineApi(Endpoint endpoint) {
        try {
            connection = endpoint.open();
        } catch (IOException nobody) {
            throw new UncheckedIOException(nobody);
        }
    }

    /** Does what is to succeed. */
    Answer must(String method, String path, String body) {
        Question question = new Question("", method, path, body.getBytes(StandardCharsets.UTF_8), false, answer -> answer.status() < 400);
        try {
            connection.write(question.bytes(false));
            Answer answer = Answer.read(connection.in(), question.isHeadOnly());
            if (!question.isRight().test(answer)) {
                throw new IllegalStateException(question + ": " + answer);
            }
            return answer;
        } catch (IOException lost) {
            throw new UncheckedIOException(question.toString(), lost);
        }
    }

    /** Makes an object; gives its id. */
    String create(String path, String body) {
        Answer answer = must("POST", path, body);
        Matcher id = Pattern.compile("\"Id\":\"([0-9a-f]+)\"").matcher(answer.text());
        if (!id.find()) {
            throw new IllegalStateException(path + ": " + answer);
        }
        return id.group(1);
    }

    /** Makes a container of busybox without a network; gives its id. */
    String createContainer(String name, String settings, String script) {
        return create("/containers/create?name=" + name, "{\"Image\":\"busybox\",\"HostConfig\":{\"NetworkMode\":\"none\"}," + settings
                + "\"Cmd\":[\"sh\",\"-c\",\"" + script.replace("\"", "\\\"") + "\"]}");
    }

    @Override
    public void close() {
        connection.close();
    }
}
