package com.libswarm.adapter.simulator;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;

final class FakeClientContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new FakeClient();
    }

    /** So slow that no Log of its own comes between those of the checks. */
    @Override
    protected String spec() {
        return "fakeclient 3600";
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("fakeclient often", "fakeclient 0", "fakeclient '-1'");
    }
}
