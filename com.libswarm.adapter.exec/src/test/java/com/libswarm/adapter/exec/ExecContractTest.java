package com.libswarm.adapter.exec;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.util.List;

final class ExecContractTest extends AdapterContract {

    @Override
    protected Adapter adapter() {
        return new Exec();
    }

    @Override
    protected String spec() {
        return "exec cat";
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("exec", "exec no-such-program", "exec /no/such/program", "exec /etc/passwd");
    }

    @Override
    protected boolean takesLogs() {
        return true;
    }
}
