package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
final class DockerServerContractTest extends AdapterContract {

    /** Longer than a part of a name may be: no name server is asked for it, which may take long where there is none. */
    private static final String NO_HOST = "x".repeat(64) + ".invalid";

    @TempDir
    Path folder;

    @Override
    protected Adapter adapter() {
        return new DockerServer(new Loops());
    }

    @Override
    protected String spec() {
        return "dockerserver unix://" + folder.resolve("s.sock");
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("dockerserver http://127.0.0.1:1", "dockerserver tcp://0.0.0.0:4243", "dockerserver tcp://" + NO_HOST + ":4243",
                "dockerserver unix://" + folder.resolve("nowhere/s.sock"), "dockerserver --unknown");
    }
}
