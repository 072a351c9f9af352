package com.libswarm.adapter.docker.internal.net;

import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;

/** The end of a chain, as a test wants it. */
@Declaration(name = "script", summary = "answers as the test says")
public final class Script implements Adapter {

    private volatile Sender sender = message -> message.reply(Message.error(501, "The test says nothing."));

    /** What answers from now on. */
    public void answers(Sender other) {
        sender = other;
    }

    @Override
    public Link spawn(Context context) {
        return message -> sender.send(message);
    }
}
