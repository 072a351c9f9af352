package com.libswarm.runtime.shell;

import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.Deployments;
import com.libswarm.runtime.Plan;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that says what the others would do, for Gogo to call. */
@Component(service = PlanCommand.class, property = {
    "osgi.command.scope=swarm",
    "osgi.command.function=plan"})
public final class PlanCommand {

    private final Chains chains;
    private final Deployments deployments;

    @Activate
    public PlanCommand(@Reference Chains chains, @Reference Deployments deployments) {
        this.chains = chains;
        this.deployments = deployments;
    }

    @Descriptor("says what a change would do, and changes nothing")
    public void plan(CommandSession session, String... args) {
        var read = Command.PLAN.read(args);
        var console = Console.of(session);
        Plan plan = plan(read, console);
        console.print(read.json() ? Json.text(PlanListing.tree(plan)) : PlanListing.text(plan));
    }

    private Plan plan(Command.Words read, Console console) {
        var words = read.words();
        switch (words.get(0) + " " + words.size()) {
            case "swap 4":
                return chain(words.get(1)).planSwap(words.get(2), words.get(3));
            case "insert 4":
                return chain(words.get(1)).planInsert(Command.PLAN.number(words.get(2)), words.get(3));
            case "remove 3":
                return chain(words.get(1)).planRemove(Command.PLAN.number(words.get(2)));
            case "deploy 2":
                return deployments.planDeploy(DeployCommands.uri(words.get(1), console.directory()), read.value("--sha256"));
            case "undeploy 2":
                return deployments.planUndeploy(words.get(1));
            default:
                throw Command.PLAN.misused("Of '" + words.get(0) + "' with so many words there is no plan.");
        }
    }

    private Chain chain(String name) {
        return Command.chain(chains, name);
    }
}
