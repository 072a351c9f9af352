package com.libswarm.runtime;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Small adapters for the tests of the runtime. */
final class Toys {

    private Toys() {
    }

    /** Answers Get with its argument, and records the steps of its life. */
    @Declaration(name = "answer", summary = "answers Get with its argument", arguments = "[WORD]  what it answers (default: yes)")
    static final class Answer implements Adapter {

        final List<String> steps = new CopyOnWriteArrayList<>();

        @Override
        public Link spawn(Context context) {
            String word = context.args().get(0);
            steps.add("spawn " + word);
            Router router = Router.before(context.next())
                    .on(Verb.Get, "/word", (m, name) -> m.reply(Message.value(word)))
                    .on(Verb.Get, "/text", (m, name) -> m.reply(Message.value().withBody(Body.text(word))));
            return new Link() {
                @Override
                public void send(Message message) {
                    router.send(message);
                }

                @Override
                public void start() {
                    steps.add("start " + word);
                }

                @Override
                public void active() {
                    steps.add("active " + word);
                }

                @Override
                public CompletionStage<?> drain() {
                    steps.add("drain " + word);
                    return Link.super.drain();
                }

                @Override
                public void stop() {
                    steps.add("stop " + word);
                }
            };
        }
    }

    /** Shows each message to somebody, then passes it on. */
    @Declaration(name = "probe", summary = "shows each message to a test")
    static final class Probe implements Adapter {

        private final Consumer<Message> seen;

        Probe(Consumer<Message> seen) {
            this.seen = seen;
        }

        @Override
        public Link spawn(Context context) {
            return message -> {
                seen.accept(message);
                context.next().send(message);
            };
        }
    }

    /** Answers all, and records whether a reply was wanted. */
    @Declaration(name = "wants", summary = "answers all")
    static final class Wants implements Adapter {

        final List<Boolean> seen = new CopyOnWriteArrayList<>();

        @Override
        public Link spawn(Context context) {
            return m -> {
                seen.add(m.wantsReply());
                m.reply(Message.ack());
            };
        }
    }

    /** Adds its argument to the words of each reply that passes. */
    @Declaration(name = "tag", summary = "adds a word to each reply", arguments = "[WORD]  the word (default: tagged)")
    static final class Tag implements Adapter {
        @Override
        public Link spawn(Context context) {
            String word = context.args().get(0);
            return m -> context.next().send(m.onReply(reply -> reply.isError() ? reply
                    : reply.withArgs(Args.words((reply.text() + " " + word).trim().split(" ")))));
        }
    }
}
