package com.libswarm.adapter.aggregate;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;

/** With a node whose adapter is not there: what concerns no engine does not care. */
final class AggregateContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new Aggregate();
    }

    @Override
    protected String spec() {
        return "aggregate --timeout 0.2 'east=simulator web'";
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("aggregate east=", "aggregate 'a=simulator' 'a=simulator'", "aggregate --timeout never", "aggregate --timeout 0",
                "aggregate 'a=simulator \"'");
    }
}
