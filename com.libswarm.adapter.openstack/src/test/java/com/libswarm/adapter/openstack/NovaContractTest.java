package com.libswarm.adapter.openstack;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;
import java.util.Map;

/** What every adapter keeps to, while nobody answers at the identity service's address. */
final class NovaContractTest extends AdapterContract {

    private static final String GOOD = "nova --key /dev/null --user root --flavor m1.tiny --image debian";

    @Override
    protected Adapter adapter() {
        return new Nova(() -> Map.of("OS_AUTH_URL", "http://127.0.0.1:1/v3", "OS_USERNAME", "joe", "OS_PASSWORD", "secret", "OS_PROJECT_NAME", "web"));
    }

    @Override
    protected String spec() {
        return GOOD;
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("nova", GOOD + " --cloud none", GOOD.replace("--user root", ""), GOOD + " --delete-idle never", GOOD + " --password secret");
    }

    @Override
    protected boolean passesOn() {
        return false;
    }
}
