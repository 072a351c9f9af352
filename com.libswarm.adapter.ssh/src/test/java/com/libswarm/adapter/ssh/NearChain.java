package com.libswarm.adapter.ssh;

import com.libswarm.adapter.docker.DockerAdapters;
import com.libswarm.adapter.ssh.internal.transport.Transport;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chain with an {@code ssh} link and nothing else, in an environment of the test's own. */
final class NearChain {

    private NearChain() {
    }

    /** @param environment all that the link sees of it */
    static TestChain of(Map<String, String> environment, String spec) {
        List<Adapter> adapters = new ArrayList<>(DockerAdapters.create());
        adapters.add(new Ssh(new Transport(), environment));
        return TestChain.of(Hop.PLAIN, adapters, spec);
    }
}
