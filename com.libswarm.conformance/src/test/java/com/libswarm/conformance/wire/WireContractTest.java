package com.libswarm.conformance.wire;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;

final class WireContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new Wire();
    }

    @Override
    protected String spec() {
        return "wire 7";
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("wire seven");
    }
}
