package com.libswarm.conformance.registry;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;

final class RegistryContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new Registry();
    }
}
