package com.libswarm.api;

import java.util.function.UnaryOperator;

/** What {@link Message#onReply} puts in the place of a message's ret. */
final class ReplyHook implements Return {

    private final Return asker;
    private final UnaryOperator<Message> seen;

    ReplyHook(Return asker, UnaryOperator<Message> seen) {
        this.asker = asker;
        this.seen = seen;
    }

    @Override
    public void send(Message reply) {
        Message shown;
        try {
            shown = seen.apply(reply);
        } catch (Throwable thrown) {
            reply.body().cancel();
            shown = Message.error(thrown);
        }
        asker.send(shown);
    }

    @Override
    public void onCancel(Runnable action) {
        asker.onCancel(action);
    }

    @Override
    public void cancel() {
        asker.cancel();
    }

    @Override
    public String id() {
        return asker.id();
    }

    @Override
    public String subId() {
        return asker.subId();
    }

    @Override
    public boolean wantsReply() {
        return asker.wantsReply();
    }

    @Override
    public boolean entered() {
        return asker.entered();
    }
}
