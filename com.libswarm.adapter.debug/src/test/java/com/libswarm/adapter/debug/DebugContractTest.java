package com.libswarm.adapter.debug;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;

final class DebugContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new Debug();
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("debug everything");
    }
}
