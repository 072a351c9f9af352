package com.libswarm.conformance.example;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;

final class UpperContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new Upper();
    }
}
