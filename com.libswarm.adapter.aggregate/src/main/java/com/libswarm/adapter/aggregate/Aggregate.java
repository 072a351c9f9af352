package com.libswarm.adapter.aggregate;

import com.libswarm.adapter.aggregate.internal.admin.NodeObjects;
import com.libswarm.adapter.aggregate.internal.admin.NodeSources;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.Limits;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.schedule.Scheduler;
import com.libswarm.adapter.aggregate.internal.schedule.Strategy;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Many engines as one; see docs/aggregate.md. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "aggregate", summary = "makes one engine of many",
        arguments = "[NODE...]  the engines, each NAME=SPEC or SPEC: 'east=dockerclient tcp://10.1.2.3:2376'",
        options = {"--timeout SECONDS  how long an engine that does not answer may delay an answer (default: 2)",
                "--stream-timeout SECONDS  after how long a silent stream of an engine that does not answer breaks off (default: 30)",
                "--strategy WORD  where containers are created: spread, binpack or random (default: spread)",
                "--reschedule-after SECONDS  how long an engine has to be away until what has the policy on-node-failure is started elsewhere (default: 60)",
                "--nodes-file FILE  more engines, a line NAME=SPEC each; the file is watched",
                "--nodes-dns NAME:PORT  more engines, the addresses of a name; or _SERVICE._PROTOCOL.NAME",
                "--nodes-dns-options WORDS  of the dockerclient of each address",
                "--nodes-dns-server HOST:PORT  who is asked (default: whom this machine asks)",
                "--nodes-dns-every SECONDS  how often (default: 30)"},
        examples = {"aggregate 'east=dockerclient tcp://10.1.2.3:2376' 'west=dockerclient unix:///var/run/docker.sock'",
                "aggregate 'lab=simulator a b' 'dockerclient'"})
public final class Aggregate implements Adapter {

    private static final double DEFAULT_TIMEOUT = 2;
    private static final double DEFAULT_STREAM_TIMEOUT = 30;
    private static final double DEFAULT_RESCHEDULE_AFTER = 60;

    @Override
    public Link spawn(Context context) {
        Strategy strategy = Strategy.of(context.option("strategy").stream().findFirst().orElse(Strategy.SPREAD.word()));
        Duration reschedulesAfter = seconds(context, "reschedule-after", DEFAULT_RESCHEDULE_AFTER);
        var kept = new Kept(context.kept());
        var nodes = new Nodes(context, new Limits(seconds(context, "timeout", DEFAULT_TIMEOUT),
                seconds(context, "stream-timeout", DEFAULT_STREAM_TIMEOUT)), kept);
        NodeObjects.specs(context.args(), kept).forEach(nodes::add);
        var sources = new NodeSources(context, nodes, kept);
        return new AggregateLink(context, nodes, new Scheduler(strategy), kept, sources, reschedulesAfter);
    }

    @Override
    public List<Finding> inspect(Inspection inspection) {
        return NodeSources.inspect(inspection);
    }

    private static Duration seconds(Context context, String option, double otherwise) {
        String seconds = context.option(option).stream().findFirst().orElse(Double.toString(otherwise));
        if (!seconds.matches("[0-9]{1,6}([.][0-9]{1,3})?") || Double.parseDouble(seconds) < 0.1) {
            throw new IllegalArgumentException("The time '" + seconds + "' is no number of seconds: write --" + option + " 2 or --" + option + " 0.5.");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1_000));
    }
}
