package com.libswarm.conformance;

import com.libswarm.api.Handler;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The end of a chain under test: keeps what arrives, and answers it as the test says. */
@Declaration(name = "last", summary = "keeps what arrives for a test")
public final class LastLink implements Adapter {

    private final List<Message> received = new CopyOnWriteArrayList<>();
    private volatile Handler handler = (message, name) -> {
        message.body().cancel();
        message.reply(Message.ack());
    };

    LastLink() {
    }

    @Override
    public Link spawn(Context context) {
        return message -> {
            received.add(message);
            try {
                handler.handle(message, "");
            } catch (Exception thrown) {
                message.reply(Message.error(thrown));
            }
        };
    }

    /** What has arrived, in order. */
    public List<Message> received() {
        return received;
    }

    /** What has arrived last. */
    public Message lastReceived() {
        return received.get(received.size() - 1);
    }

    /** From now on messages are answered by {@code other}; without one they get an Ack and their bodies are cancelled. */
    public void answer(Handler other) {
        handler = other;
    }

    /** From now on messages are kept unanswered: the test answers. */
    public void keepSilent() {
        handler = (message, name) -> { };
    }
}
