package com.libswarm.adapter.ssh;

import com.libswarm.adapter.docker.DockerAdapters;
import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is behind the SSH server in tests: something that speaks an engine's HTTP at a unix socket and at a port. An Attach gives back what it
 * is sent, until that ends, and then says so; a Watch stays open; all else is a value.
 */
final class FarEngine implements AutoCloseable {

    private final Path folder;
    private final TestChain chain;

    FarEngine() throws IOException {
        folder = Files.createTempDirectory("swf");
        chain = TestChain.of(Hop.PLAIN, DockerAdapters.create(), "dockerserver unix://" + socket() + " tcp://127.0.0.1:0");
        chain.last().answer((message, none) -> answer(message));
    }

    private static void answer(Message message) throws IOException {
        if (message.verb() == Verb.Attach) {
            message.reply(Message.of(Verb.Connect, "/").withBody(new Echo(message.body())));
        } else if (message.verb() == Verb.Watch) {
            message.body().cancel();
            Feed feed = Feed.create(1_000);
            feed.offer(ByteBuffer.wrap("first line\n".getBytes()));
            message.reply(Message.of(Verb.Set, "/").withBody(feed.body()));
        } else {
            message.body().cancel();
            message.reply(Message.of(Verb.Set, "/").withBody(Body.text("[]")));
        }
    }

    Path socket() {
        return folder.resolve("engine.sock");
    }

    int port() {
        return Integer.parseInt(chain.chain().links().get(0).listens().stream().filter(url -> url.startsWith("tcp:")).findFirst().orElseThrow()
                .replaceAll(".*:", ""));
    }

    /** What came, and how it is answered. */
    TestChain chain() {
        return chain;
    }

    @Override
    public void close() throws IOException {
        chain.close();
        Files.deleteIfExists(socket());
        Files.delete(folder);
    }

    /** What goes in comes out, and after its end one line more. */
    private static final class Echo implements Body {

        private static final ByteBuffer LAST = ByteBuffer.wrap("that was all\n".getBytes());

        private final Body input;
        private boolean said;
        private boolean ended;

        Echo(Body input) {
            this.input = input;
        }

        @Override
        public ByteBuffer read() throws IOException {
            if (ended) {
                return said ? END : last();
            }
            ByteBuffer bytes = input.read();
            ended = bytes == END;
            return ended ? last() : bytes;
        }

        private ByteBuffer last() {
            said = true;
            return LAST.duplicate();
        }

        @Override
        public void demand(Runnable ready) {
            if (ended) {
                ready.run();
            } else {
                input.demand(ready);
            }
        }

        @Override
        public void cancel() {
            input.cancel();
        }
    }
}
