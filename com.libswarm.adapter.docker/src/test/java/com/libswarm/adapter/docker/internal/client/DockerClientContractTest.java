package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where no engine is. */
@ExtendWith(NoLeaks.class)
class DockerClientContractTest extends AdapterContract {

    @TempDir
    Path folder;

    @Override
    protected final Adapter adapter() {
        return new DockerClient(new Loops());
    }

    @Override
    protected String spec() {
        return "dockerclient unix://" + folder.resolve("nobody.sock");
    }

    @Override
    protected final List<String> badSpecs() {
        return List.of("dockerclient http://127.0.0.1:2375", "dockerclient tcp://", "dockerclient nonsense");
    }

    @Override
    protected final boolean passesOn() {
        return false;
    }
}
