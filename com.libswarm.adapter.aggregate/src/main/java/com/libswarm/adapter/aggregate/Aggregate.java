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
                "--strategy WORD  where containers are created: spread, binpack or random (default: spread)",
                "--reschedule-after SECONDS  how long an engine has to be away until what has the policy on-node-failure is started elsewhere (default: 60)"},
        examples = {"aggregate 'east=dockerclient tcp://10.1.2.3:2376' 'west=dockerclient unix:///var/run/docker.sock'",
                "aggregate 'lab=simulator a b' 'dockerclient'"})
public final class Aggregate implements Adapter {

    private static final double DEFAULT_TIMEOUT = 2;
    private static final double DEFAULT_RESCHEDULE_AFTER = 60;

    @Override
    public Link spawn(Context context) {
        Strategy strategy = Strategy.of(context.option("strategy").stream().findFirst().orElse(Strategy.SPREAD.word()));
        Duration reschedulesAfter = seconds(context, "reschedule-after", DEFAULT_RESCHEDULE_AFTER);
        var nodes = new Nodes(context, seconds(context, "timeout", DEFAULT_TIMEOUT));
        var kept = new Kept(context.kept());
        NodeObjects.specs(context.args(), kept).forEach(nodes::add);
        return new AggregateLink(context, nodes, new Scheduler(strategy), kept, reschedulesAfter);
    }

    private static Duration seconds(Context context, String option, double otherwise) {
        String seconds = context.option(option).stream().findFirst().orElse(Double.toString(otherwise));
        if (!seconds.matches("[0-9]{1,6}([.][0-9]{1,3})?") || Double.parseDouble(seconds) < 0.1) {
            throw new IllegalArgumentException("The time '" + seconds + "' is no number of seconds: write --" + option + " 2 or --" + option + " 0.5.");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1_000));
    }
}
