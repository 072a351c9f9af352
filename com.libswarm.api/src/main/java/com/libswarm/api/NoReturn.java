package com.libswarm.api;

final class NoReturn implements Return {

    @Override
    public void send(Message reply) {
        reply.body().cancel();
    }

    @Override
    public void onCancel(Runnable action) {
        // nobody waits, so nobody goes away
    }

    @Override
    public void cancel() {
        // as above
    }

    @Override
    public boolean wantsReply() {
        return false;
    }

    @Override
    public String id() {
        return "-";
    }

    @Override
    public String subId() {
        return "-";
    }
}
