package com.libswarm.runtime.shell;

import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chains;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The nodes of an aggregate, for Gogo: each command is one message to the objects {@code /aggregate/nodes} of a chain. */
@Component(service = NodeCommands.class, property = {
    "osgi.command.scope=swarm",
    "osgi.command.function=node"})
public final class NodeCommands {

    private static final String COLLECTION = "/aggregate/nodes";

    private final Chains chains;

    @Activate
    public NodeCommands(@Reference Chains chains) {
        this.chains = chains;
    }

    @Descriptor("lists or changes the nodes of an aggregate")
    public void node(CommandSession session, String... args) throws InterruptedException {
        List<String> words = Command.NODE.read(args).words();
        String name = words.get(1);
        var chain = chains.find(name).orElseThrow(() -> new Failure(404, "There is no chain '" + name + "'. swarm:chains lists those that there are."));
        new Exchange(new SendRequest(name, message(words), "", false), Console.of(session)).run(chain.head());
    }

    private static Message message(List<String> words) {
        String object = words.size() > 2 ? COLLECTION + "/" + words.get(2) : COLLECTION;
        switch (words.get(0) + " " + words.size()) {
            case "ls 2":
                return Message.of(Verb.Get, COLLECTION).withAspect("table");
            case "add 4":
                return Message.of(Verb.Spawn, COLLECTION).withArgs(Args.of("name", words.get(2), "spec", words.get(3)));
            case "remove 3":
                return Message.of(Verb.Remove, object);
            case "drain 3":
            case "activate 3":
                return Message.of(Verb.Set, object).withAspect(words.get(0));
            default:
                throw Command.NODE.misused("'" + words.get(0) + "' with so many words is nothing that can be done.");
        }
    }
}
