package com.libswarm.runtime.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.runtime.Swarm;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CompletionTest {

    private final Swarm swarm = Swarm.create((level, source, line) -> {
    });
    private final Completion completion = new Completion(swarm);

    @Declaration(name = "names", summary = "lists two names and never answers a Get")
    private static final class Names implements Adapter {

        @Override
        public Link spawn(Context context) {
            return message -> {
                if (message.verb() == Verb.Ls && List.of("/containers", "/hosts").contains(message.path())) {
                    message.reply(Message.value("web", "my db"));
                } else if (!message.path().equals("/slow")) {
                    message.reply(Message.error(404, "Nothing here."));
                }
            };
        }
    }

    @BeforeEach
    void start() {
        swarm.add(new Names());
        swarm.create("c", List.of("names", "names"));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    /** What the last word may become. */
    private List<String> complete(String... words) {
        return completion.candidates(words.length - 1, new ArrayList<>(List.of(words))).stream().map(Candidate::value).toList();
    }

    @Test
    void chainsAdaptersLinksAndVerbs() {
        assertThat(complete("show", "")).containsExactly("c");
        assertThat(complete("swarm:stop", "")).containsExactly("c");
        assertThat(complete("help", "n")).containsExactly("names");
        assertThat(complete("create", "new", "")).containsExactly("names");
        assertThat(complete("create", "")).isEmpty();
        assertThat(complete("swap", "c", "")).containsExactly("1", "2");
        assertThat(complete("insert", "c", "")).containsExactly("1", "2", "3");
        assertThat(complete("swap", "c", "1", "")).containsExactly("names");
        assertThat(complete("remove", "c", "1", "")).isEmpty();
        assertThat(complete("swap", "none", "")).isEmpty();
        assertThat(complete("plan", "")).containsExactly("swap", "insert", "remove", "deploy", "undeploy");
        assertThat(complete("plan", "swap", "c", "")).containsExactly("1", "2");
        assertThat(complete("plan", "insert", "c", "1", "")).containsExactly("names");
        assertThat(complete("history", "")).containsExactly("c");
        assertThat(complete("limits", "c", "")).containsExactly("drain=", "streams=");
        assertThat(complete("chains", "-")).containsExactly("--json");
        assertThat(complete("send", "-i", "")).containsExactly("c");
        assertThat(complete("send", "-H", "A: b", "c", "")).contains("Ls", "Remove");
        assertThat(complete("hosts", "")).containsExactly("c");
        assertThat(complete("hosts", "c", "")).containsExactly("create", "inspect", "delete");
        assertThat(complete("hosts", "c", "delete", "")).containsExactly("web", "my db");
        assertThat(complete("hosts", "c", "create", "")).isEmpty();
        assertThat(complete("echo", "")).isEmpty();
    }

    @Test
    void pathsAreAskedOfTheChain() {
        assertThat(complete("send", "c", "Get", "/containers/w")).containsExactly("/containers/web", "/containers/my db");
        assertThat(complete("send", "c", "Get", "/none/")).isEmpty();
        assertThat(complete("send", "none", "Get", "/")).isEmpty();
        assertThat(complete("send", "c", "Get", "/con")).contains("/containers");
        assertThat(complete("send", "c", "Get", "/containers/web", "")).isEmpty();
    }

    @Test
    void aChainThatDoesNotAnswerIsNotWaitedFor() {
        assertThat(complete("send", "c", "Get", "/slow/")).isEmpty();
    }
}
