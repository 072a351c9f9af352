package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;
import java.util.Optional;

/** What every adapter keeps to, of one for a cloud without a host that is ready: requests are refused, for the cloud is broken. */
final class MemoryContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        var cloud = new MemoryCloud();
        cloud.broken = Optional.of(new Failure(502, "The cloud is out of order."));
        return cloud;
    }

    @Override
    protected String spec() {
        return "memory --user root --key /dev/null";
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("memory", "memory --user root", spec() + " --hosts 0", spec() + " --hosts 3..2", spec() + " --hosts many",
                spec() + " --build-timeout soon", spec() + " --delete-idle 0s", spec() + " --ssh-port 70000", spec() + " --tun-port x",
                spec() + " --instance 'a b'", spec() + " --size");
    }

    @Override
    protected boolean passesOn() {
        return false;
    }
}
