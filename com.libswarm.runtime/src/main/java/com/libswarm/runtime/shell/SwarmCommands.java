package com.libswarm.runtime.shell;

import com.libswarm.api.Failure;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.DrainLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The commands, one method each, for Gogo to call. They print what they have to say; what cannot be done is a {@link Failure}
 * with one sentence, which any Gogo shell prints.
 *
 * <p>Nothing here is loaded before a shell asks for the service, so the runtime works where there is no Gogo.
 */
@Component(service = SwarmCommands.class, property = {
    "osgi.command.scope=swarm",
    "osgi.command.function=adapters",
    "osgi.command.function=help",
    "osgi.command.function=create",
    "osgi.command.function=chains",
    "osgi.command.function=show",
    "osgi.command.function=start",
    "osgi.command.function=stop",
    "osgi.command.function=destroy",
    "osgi.command.function=send",
    "osgi.command.function=swap",
    "osgi.command.function=insert",
    "osgi.command.function=remove",
    "osgi.command.function=history",
    "osgi.command.function=limits",
    "osgi.command.function=" + Completion.FUNCTION})
public final class SwarmCommands {

    private final Chains chains;
    private final Completion completion;

    @Activate
    public SwarmCommands(@Reference Chains chains) {
        this.chains = chains;
        this.completion = new Completion(chains);
    }

    @Descriptor("lists the adapters")
    public void adapters(CommandSession session, String... args) {
        var words = Command.ADAPTERS.read(args);
        var adapters = chains.adapters();
        print(session, words.json() ? Json.text(Listings.adaptersTree(adapters)) : Listings.adapters(adapters));
    }

    @Descriptor("describes an adapter or a command, or lists these commands")
    public void help(CommandSession session, String... args) {
        var words = Command.HELP.read(args).words();
        print(session, words.isEmpty() ? Listings.commands() : help(words.get(0)));
    }

    private String help(String name) {
        Optional<AdapterInfo> adapter = chains.adapter(name);
        return adapter.isEmpty() && Command.named(name).isPresent() ? Command.named(name).get().help() + "\n"
                : Listings.help(adapter.orElseGet(() -> adapter(name)));
    }

    @Descriptor("makes a chain of links and starts it")
    public void create(CommandSession session, String... args) {
        var read = Command.CREATE.read(args);
        var words = read.words();
        var limits = limits(chains.drainLimits(), read.options(), "--drain", "--drain-streams");
        report(session, chains.create(words.get(0), words.subList(1, words.size()), limits));
    }

    @Descriptor("lists the chains")
    public void chains(CommandSession session, String... args) {
        var words = Command.CHAINS.read(args);
        var list = chains.list();
        print(session, words.json() ? Json.text(list.stream().map(Listings::chainTree).toList()) : Listings.chains(list));
    }

    @Descriptor("shows a chain and its links")
    public void show(CommandSession session, String... args) {
        var words = Command.SHOW.read(args);
        Chain chain = chain(words.first());
        print(session, words.json() ? Json.text(Listings.chainTree(chain)) : Listings.chain(chain));
    }

    @Descriptor("starts a chain that is stopped or has failed")
    public void start(CommandSession session, String... args) {
        Chain chain = chain(Command.START.read(args).first());
        chain.start();
        report(session, chain);
    }

    @Descriptor("stops a chain")
    public void stop(CommandSession session, String... args) {
        chain(Command.STOP.read(args).first()).stop();
    }

    @Descriptor("stops a chain and forgets it")
    public void destroy(CommandSession session, String... args) {
        chain(Command.DESTROY.read(args).first()).destroy();
    }

    @Descriptor("sends a message to a chain and prints the reply")
    public void send(CommandSession session, String... args) throws InterruptedException {
        var request = SendRequest.read(List.of(args));
        new Exchange(request, Console.of(session)).run(chain(request.chain()).head());
    }

    @Descriptor("replaces a link while the chain runs")
    public void swap(CommandSession session, String... args) {
        var words = Command.SWAP.read(args).words();
        chain(words.get(0)).swap(words.get(1), words.get(2));
    }

    @Descriptor("puts a new link in front of another")
    public void insert(CommandSession session, String... args) {
        var words = Command.INSERT.read(args).words();
        chain(words.get(0)).insert(Command.INSERT.number(words.get(1)), words.get(2));
    }

    @Descriptor("takes a link out of a chain")
    public void remove(CommandSession session, String... args) {
        var words = Command.REMOVE.read(args).words();
        chain(words.get(0)).remove(Command.REMOVE.number(words.get(1)));
    }

    @Descriptor("lists what was changed in running chains, and how long that took")
    public void history(CommandSession session, String... args) {
        var read = Command.HISTORY.read(args);
        var changes = chains.history().stream().filter(change -> read.words().isEmpty() || change.chain().equals(read.first())).toList();
        print(session, read.json() ? Json.text(changes.stream().map(HistoryListing::tree).toList()) : HistoryListing.text(changes));
    }

    @Descriptor("shows or sets how long replaced links may carry on what they carry")
    public void limits(CommandSession session, String... args) {
        var words = Command.LIMITS.read(args).words();
        Chain chain = chain(words.get(0));
        var wanted = new HashMap<String, String>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 0 || !List.of("drain", "streams").contains(word.substring(0, equals))) {
                throw Command.LIMITS.misused("'" + word + "' is no limit.");
            }
            wanted.put(word.substring(0, equals), word.substring(equals + 1));
        }
        if (!wanted.isEmpty()) {
            chain.setDrainLimits(limits(chain.drainLimits(), wanted, "drain", "streams"));
        }
        print(session, Listings.limits(chain.drainLimits()) + "\n");
    }

    private static DrainLimits limits(DrainLimits now, Map<String, String> wanted, String requests, String streams) {
        return DrainLimits.of(wanted.getOrDefault(requests, now.requestsText()), wanted.getOrDefault(streams, now.streamsText()));
    }

    /** For the shell's Tab: what the word at {@code index} may become. */
    public List<?> __complete(int index, List<?> words) {
        return completion.candidates(index, words.stream().map(String::valueOf).toList());
    }

    private Chain chain(String name) {
        return Command.chain(chains, name);
    }

    private AdapterInfo adapter(String name) {
        return chains.adapter(name).orElseThrow(() -> new Failure(404, "There is no adapter '" + name + "'."
                + chains.nearestAdapter(name).map(nearest -> " Did you mean '" + nearest + "'?").orElse("")
                + " swarm:adapters lists those that there are."));
    }

    private static void print(CommandSession session, String text) {
        Console.of(session).print(text);
    }

    /** Says what a chain does if it does not run. */
    private static void report(CommandSession session, Chain chain) {
        if (chain.state() != ChainState.RUNNING) {
            print(session, chain.name() + " is " + chain.state() + chain.problem().map(why -> ": " + why).orElse(".") + "\n");
        }
    }
}
