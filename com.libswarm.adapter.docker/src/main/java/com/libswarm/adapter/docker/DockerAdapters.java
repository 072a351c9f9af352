package com.libswarm.adapter.docker;

import com.libswarm.adapter.docker.internal.client.DockerClient;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.server.DockerServer;
import com.libswarm.api.adapter.Adapter;
import java.util.List;

/** {@code dockerserver} and {@code dockerclient} for programs without OSGi. */
public final class DockerAdapters {

    private DockerAdapters() {
    }

    /** Both, on event loops that they share; these run while there are links. */
    public static List<Adapter> create() {
        Loops loops = new Loops();
        return List.of(new DockerServer(loops), new DockerClient(loops));
    }
}
