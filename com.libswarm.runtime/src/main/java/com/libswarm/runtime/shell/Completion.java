package com.libswarm.runtime.shell;

import com.libswarm.api.Call;
import com.libswarm.api.Listing;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.LinkInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.reader.Candidate;

/** What Tab offers for the words of our commands. */
final class Completion {

    /** The function that the shell calls for it. */
    static final String FUNCTION = "__complete";

    private static final long LIMIT_MILLIS = 1_000;

    /** Offered when a chain cannot list what is at its root: the collections that the protocol names. */
    private static final List<String> COLLECTIONS = List.of("containers", "images", "networks", "volumes", "hosts", "registry", "exec",
            "nodes", "services", "tasks", "secrets", "configs", "plugins", "events", "info", "version");

    private final Chains chains;

    Completion(Chains chains) {
        this.chains = chains;
    }

    /** @param words the line's words, the command first, perhaps with its scope */
    List<Candidate> candidates(int index, List<String> words) {
        String command = words.get(0).replaceFirst("^swarm:", "");
        List<String> before = words.subList(1, Math.max(1, Math.min(index, words.size())));
        String word = index < words.size() ? words.get(index) : "";
        return switch (command) {
            case "help" -> before.isEmpty() ? adapters() : List.of();
            case "create" -> before.isEmpty() ? List.of() : adapters();
            case "adapters", "chains", "deployments" -> whole(Stream.of("--json"));
            case "hosts" -> before.size() == 1 ? whole(Stream.of("create", "inspect", "delete"))
                    : before.size() == 2 && !before.get(1).equals("create") ? hosts(before.get(0)) : before.isEmpty() ? chains() : List.of();
            case "show" -> before.isEmpty() && word.startsWith("-") ? whole(Stream.of("--json")) : chains();
            case "start", "stop", "destroy", "history" -> before.isEmpty() ? chains() : List.of();
            case "limits" -> before.isEmpty() ? chains() : candidates(List.of("drain=", "streams="));
            case "swap", "insert", "remove" -> change(command, before);
            case "rollback", "undeploy" -> before.isEmpty() ? adapters() : List.of();
            case "plan" -> before.isEmpty() ? whole(Stream.of("swap", "insert", "remove", "deploy", "undeploy"))
                    : change(before.get(0), before.subList(1, before.size()));
            case "send" -> send(before, word);
            default -> List.of();
        };
    }

    private List<Candidate> change(String what, List<String> before) {
        if (what.equals("deploy") || what.equals("undeploy")) {
            return what.equals("undeploy") && before.isEmpty() ? adapters() : List.of();
        }
        if (before.isEmpty()) {
            return chains();
        }
        if (before.size() > 1) {
            return before.size() == 2 && !what.equals("remove") ? adapters() : List.of();
        }
        List<LinkInfo> links = chains.find(before.get(0)).map(Chain::links).orElse(List.of());
        return switch (what) {
            case "swap" -> whole(links.stream().flatMap(link -> addresses(Integer.toString(link.number()), link)));
            case "insert" -> whole(IntStream.rangeClosed(1, links.isEmpty() ? 0 : links.size() + 1).mapToObj(Integer::toString));
            case "remove" -> whole(IntStream.rangeClosed(1, links.size()).mapToObj(Integer::toString));
            default -> List.of();
        };
    }

    private List<Candidate> hosts(String name) {
        return chains.find(name).map(chain -> whole(names(chain, "/hosts").stream())).orElse(List.of());
    }

    private static Stream<String> addresses(String address, LinkInfo link) {
        return Stream.concat(Stream.of(address), link.nested().stream().flatMap(nested -> addresses(address + "." + nested.name(), nested)));
    }

    private List<Candidate> send(List<String> before, String word) {
        var places = new ArrayList<String>();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).equals("-H")) {
                i++;
            } else if (!before.get(i).startsWith("-")) {
                places.add(before.get(i));
            }
        }
        return switch (places.size()) {
            case 0 -> chains();
            case 1 -> whole(Arrays.stream(Verb.values()).map(Verb::name));
            case 2 -> chains.find(places.get(0)).map(chain -> paths(chain, word)).orElse(List.of());
            default -> List.of();
        };
    }

    /** The objects of the collection in which the path so far is. */
    private static List<Candidate> paths(Chain chain, String path) {
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        String collection = parent.length() > 1 ? parent.substring(0, parent.length() - 1) : "/";
        List<String> names = names(chain, collection);
        if (names.isEmpty() && collection.equals("/")) {
            names = COLLECTIONS;
        }
        // No space after a collection: its name is most often followed by a slash.
        boolean finished = !collection.equals("/");
        String prefix = parent.isEmpty() ? "/" : parent;
        return names.stream().map(name -> candidate(prefix + name, "", finished)).toList();
    }

    private static List<String> names(Chain chain, String collection) {
        Call call = Call.ask(chain.head(), Message.of(Verb.Ls, collection));
        try {
            Message reply = call.result().get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            if (reply.isError()) {
                reply.body().cancel();
                return List.of();
            }
            try {
                return Listing.names(reply).get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            } finally {
                reply.body().cancel();
            }
        } catch (TimeoutException | ExecutionException noListing) {
            return List.of();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            call.cancel();
        }
    }

    private List<Candidate> adapters() {
        return chains.adapters().stream().map((AdapterInfo a) -> candidate(a.name(), a.summary(), true)).toList();
    }

    private List<Candidate> chains() {
        return chains.list().stream().map(chain -> candidate(chain.name(), chain.state().toString(), true)).toList();
    }

    private static List<Candidate> candidates(List<String> beginnings) {
        return beginnings.stream().map(word -> candidate(word, "", false)).toList();
    }

    private static List<Candidate> whole(Stream<String> words) {
        return words.map(word -> candidate(word, "", true)).toList();
    }

    private static Candidate candidate(String word, String description, boolean finished) {
        return new Candidate(word, word, null, description.isEmpty() ? null : description, null, null, finished);
    }
}
