package com.libswarm.adapter.rax;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;
import java.util.Map;

/** What every adapter keeps to, while nobody answers at the identity service's address. */
final class RaxContractTest extends AdapterContract {

    private static final String GOOD = "rax --auth-user joe --region DFW --key /dev/null --user root --flavor 2 --image debian --auth-url http://127.0.0.1:1/v2.0";

    @Override
    protected Adapter adapter() {
        return new Rax(() -> Map.of("OS_API_KEY", "secret"));
    }

    @Override
    protected String spec() {
        return GOOD;
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("rax", "rax --auth-user joe", GOOD.replace("--image debian", ""), GOOD + " --user-data /nonexistent/file",
                GOOD + " --user-data /dev/null --install-docker", GOOD.replace("/dev/null", "/nonexistent/key"), GOOD + " --hosts none", GOOD + " --api-key secret");
    }

    @Override
    protected boolean passesOn() {
        return false;
    }
}
