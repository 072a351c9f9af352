package com.libswarm.runtime.internal.chain;

import com.libswarm.api.adapter.Acceptor;
import com.libswarm.api.adapter.Listener;
import com.libswarm.runtime.internal.socket.ListeningSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** A slot's listening socket, as one instance has it. */
record HeldListener(ListeningSocket socket, Acceptor acceptor) implements Listener {

    void open() {
        socket.accept(acceptor);
    }

    void pause() {
        socket.pause();
    }

    @Override
    public String url() {
        return socket.url();
    }

    @Override
    public void release(SocketChannel connection, ByteBuffer received, Optional<SSLEngine> session) {
        socket.release(connection, received, session);
    }
}
