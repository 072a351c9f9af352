package com.libswarm.runtime.shell;

import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chains;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The hosts of adapters for clouds, for Gogo: each command is one message to the objects {@code /hosts} of a chain. */
@Component(service = HostCommands.class, property = {
    "osgi.command.scope=swarm",
    "osgi.command.function=hosts"})
public final class HostCommands {

    private static final String COLLECTION = "/hosts";

    private final Chains chains;

    @Activate
    public HostCommands(@Reference Chains chains) {
        this.chains = chains;
    }

    @Descriptor("lists or changes the hosts that a chain has in a cloud")
    public void hosts(CommandSession session, String... args) throws InterruptedException {
        var read = Command.HOSTS.read(args);
        List<String> words = read.words();
        Message message = words.size() == 1 && !read.json() ? Message.of(Verb.Get, COLLECTION).withAspect("table") : message(words);
        new Exchange(new SendRequest(words.get(0), message, "", false), Console.of(session)).run(Command.chain(chains, words.get(0)).head());
    }

    private static Message message(List<String> words) {
        String name = words.size() > 2 ? words.get(2) : "";
        switch ((words.size() > 1 ? words.get(1) : "ls") + " " + words.size()) {
            case "ls 1":
                return Message.of(Verb.Ls, COLLECTION);
            case "create 2":
            case "create 3":
                return Message.of(Verb.Spawn, COLLECTION).withArgs(name.isEmpty() ? Args.EMPTY : Args.of("name", name));
            case "inspect 3":
                return Message.of(Verb.Get, COLLECTION + "/" + name);
            case "delete 3":
                return Message.of(Verb.Remove, COLLECTION + "/" + name);
            default:
                throw Command.HOSTS.misused("'" + words.get(1) + "' with so many words is nothing that can be done.");
        }
    }
}
