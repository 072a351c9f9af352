package com.libswarm.adapter.simulator;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** A Docker engine in memory that speaks the protocol alone; see docs/simulator.md. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "simulator", summary = "is a Docker engine in memory",
        arguments = "[NAME...]  containers that exist at start, and run",
        examples = {"simulator", "simulator web db"})
public final class Simulator implements Adapter {

    @Override
    public Link spawn(Context context) {
        ContainerNames.check(context.args());
        return new Engine(context);
    }
}
