package com.libswarm.adapter.aggregate.internal.admin;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.SpecWords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the nodes are found that the link's options do not name one by one: {@code --nodes-file}, {@code --nodes-dns}. */
public final class NodeSources {

    private final Kept kept;
    private final List<FoundNodes> all = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    /**
     * Adds the nodes that are known now. Files are read; DNS is not asked before the link is active.
     *
     * @throws IllegalArgumentException if an option cannot be read, or a file; one that could be read before may be wrong now
     */
    public NodeSources(Context context, Nodes nodes, Kept kept) {
        this.kept = kept;
        for (NodeFile file : files(context)) {
            var found = new FoundNodes(file, context, nodes, kept);
            try {
                NodeSource.Found now = file.readNow();
                if (!now.errors().isEmpty() && !found.hasKept()) {
                    throw new IllegalArgumentException(String.join(" ", now.errors()));
                }
                found.add(now);
            } catch (IOException unreadable) {
                if (!found.hasKept()) {
                    throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
                }
                found.addKept();
            }
            all.add(found);
            ids.add(file.id());
        }
        for (NodeDns name : names(context)) {
            var found = new FoundNodes(name, context, nodes, kept);
            found.addKept();
            all.add(found);
            ids.add(name.id());
        }
    }

    private static List<NodeFile> files(SpecWords words) {
        return words.option("nodes-file").stream().map(NodeFile::new).toList();
    }

    private static List<NodeDns> names(SpecWords words) {
        String options = String.join(" ", words.option("nodes-dns-options"));
        Optional<String> server = words.option("nodes-dns-server").stream().findFirst();
        String seconds = words.option("nodes-dns-every").stream().findFirst().orElse("30");
        if (!seconds.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("'" + seconds + "' is no whole number of seconds: write --nodes-dns-every 30.");
        }
        return words.option("nodes-dns").stream().map(name -> new NodeDns(name, options, server, Duration.ofSeconds(Long.parseLong(seconds)))).toList();
    }

    /** What they say now, for somebody who thinks of using them. */
    public static List<Finding> inspect(SpecWords words) {
        var findings = new ArrayList<Finding>();
        for (NodeFile file : files(words)) {
            try {
                NodeSource.Found found = file.readNow();
                found.errors().forEach(error -> findings.add(Finding.bad(error)));
                findings.add(Finding.good("The file has " + count(found) + ": " + file.id() + "."));
            } catch (IOException unreadable) {
                findings.add(Finding.bad(unreadable.getMessage()));
            }
        }
        for (NodeDns name : names(words)) {
            try {
                findings.add(Finding.good("DNS has " + count(name.look()) + ": " + name.id() + "."));
            } catch (IOException unknown) {
                findings.add(Finding.bad(unknown.getMessage()));
            }
        }
        return findings;
    }

    private static String count(NodeSource.Found found) {
        return found.specs().size() == 1 ? "1 node" : found.specs().size() + " nodes";
    }

    /** From now on they are looked at from time to time. */
    public void activate() {
        kept.all(Kind.FOUND).keySet().stream().filter(key -> ids.stream().noneMatch(id -> key.startsWith(id + "\n")))
                .forEach(key -> kept.remove(Kind.FOUND, key));
        all.forEach(FoundNodes::activate);
    }

    public void drain() {
        all.forEach(FoundNodes::drain);
    }
}
