package com.libswarm.adapter.simulator;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;

final class SimulatorContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new Simulator();
    }

    @Override
    protected String spec() {
        return "simulator web db";
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("simulator a/b", "simulator ''");
    }
}
