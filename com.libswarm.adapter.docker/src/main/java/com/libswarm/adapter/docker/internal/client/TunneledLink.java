package com.libswarm.adapter.docker.internal.client;

import com.libswarm.api.Message;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;

/** A {@code dockerclient} whose engine is behind SSH: a nested {@code ssh}, which does it all. */
final class TunneledLink implements Link {

    private final Child tunnel;

    TunneledLink(Context context, SshHost host) {
        tunnel = context.spawn("ssh", host.spec());
    }

    @Override
    public void send(Message message) {
        tunnel.send(message);
    }
}
