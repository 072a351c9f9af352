package com.libswarm.adapter.aggregate;

import com.libswarm.adapter.aggregate.internal.admin.NodeObjects;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.schedule.Scheduler;
import com.libswarm.adapter.aggregate.internal.schedule.Strategy;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.time.Duration;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Many engines as one; see docs/aggregate.md. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "aggregate", summary = "makes one engine of many",
        arguments = "[NODE...]  the engines, each NAME=SPEC or SPEC: 'east=dockerclient tcp://10.1.2.3:2376'",
        options = {"--timeout SECONDS  how long an engine that does not answer may delay an answer (default: 2)",
                "--strategy WORD  where containers are created: spread, binpack or random (default: spread)"},
        examples = {"aggregate 'east=dockerclient tcp://10.1.2.3:2376' 'west=dockerclient unix:///var/run/docker.sock'",
                "aggregate 'lab=simulator a b' 'dockerclient'"})
public final class Aggregate implements Adapter {

    private static final double DEFAULT_SECONDS = 2;

    @Override
    public Link spawn(Context context) {
        Strategy strategy = Strategy.of(context.option("strategy").stream().findFirst().orElse(Strategy.SPREAD.word()));
        var nodes = new Nodes(context, timeout(context));
        var kept = new Kept(context.kept());
        NodeObjects.specs(context.args(), kept).forEach(nodes::add);
        return new AggregateLink(context, nodes, new Scheduler(strategy), kept);
    }

    private static Duration timeout(Context context) {
        String seconds = context.option("timeout").stream().findFirst().orElse(Double.toString(DEFAULT_SECONDS));
        if (!seconds.matches("[0-9]{1,6}([.][0-9]{1,3})?") || Double.parseDouble(seconds) < 0.1) {
            throw new IllegalArgumentException("The time limit '" + seconds + "' is no number of seconds: write --timeout 2 or --timeout 0.5.");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1_000));
    }
}
