package com.libswarm.adapter.aggregate.internal.admin;

import com.libswarm.adapter.aggregate.internal.admin.NodeSource.Found;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.NodeSpec;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The nodes of one source: it is looked at from time to time, and what has changed there is changed in the table of nodes. They are kept, so that
 * a source that says nothing takes no node away, also when the link is replaced.
 */
final class FoundNodes {

    private final NodeSource source;
    private final Context context;
    private final Nodes nodes;
    private final Kept kept;
    private final String prefix;
    private Set<String> told = Set.of();
    private volatile boolean acts;

    FoundNodes(NodeSource source, Context context, Nodes nodes, Kept kept) {
        this.source = source;
        this.context = context;
        this.nodes = nodes;
        this.kept = kept;
        this.prefix = source.id() + "\n";
    }

    /** Those that were known to the link before. */
    void addKept() {
        present().forEach((name, spec) -> add(name, spec));
    }

    /**
     * Those that there are as the link is made.
     *
     * @throws IllegalArgumentException if one cannot be had; with kept ones that stands in the log, later
     */
    void add(Found found) {
        Map<String, String> before = present();
        found.specs().forEach((name, spec) -> {
            try {
                if (add(name, spec)) {
                    kept.put(Kind.FOUND, prefix + name, spec);
                }
            } catch (IllegalArgumentException refused) {
                if (before.isEmpty()) {
                    throw new IllegalArgumentException(found.refusal(name, refused.getMessage()), refused);
                }
            }
        });
        before.forEach((name, spec) -> {
            if (nodes.named(name).isEmpty() && (found.held().contains(name) || !found.isWhole())) {
                add(name, spec);
            }
        });
    }

    boolean hasKept() {
        return !present().isEmpty();
    }

    void activate() {
        acts = true;
        lookLater(0);
    }

    void drain() {
        acts = false;
    }

    private void lookLater(long millis) {
        try {
            context.timer().schedule(this::lookOnAnotherThread, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            acts = false;
        }
    }

    private void lookOnAnotherThread() {
        try {
            context.blocking().execute(this::look);
        } catch (RejectedExecutionException full) {
            lookLater(source.every().toMillis());
        }
    }

    private void look() {
        if (!acts) {
            return;
        }
        try {
            Found found = source.look();
            Set<String> errors = new LinkedHashSet<>(found.errors());
            apply(found, errors);
            tell(errors);
        } catch (IOException nothing) {
            tell(Set.of(nothing.getMessage() + " Its nodes stay as they are."));
        } catch (RuntimeException thrown) {
            tell(Set.of("The nodes of " + source.id() + " cannot be changed: " + Failure.of(thrown).getMessage()));
        } finally {
            lookLater(source.every().toMillis());
        }
    }

    private void apply(Found found, Set<String> errors) {
        Map<String, String> present = present();
        if (found.isWhole()) {
            present.keySet().stream().filter(name -> !found.specs().containsKey(name) && !found.held().contains(name)).forEach(this::remove);
        }
        found.specs().forEach((name, spec) -> {
            if (!acts || found.held().contains(name)) {
                return;
            }
            try {
                if (!present.containsKey(name)) {
                    put(name, spec);
                } else if (!spec.equals(present.get(name))) {
                    swap(name, spec);
                }
            } catch (RuntimeException refused) {
                errors.add(found.refusal(name, Failure.of(refused).getMessage()));
            }
        });
    }

    private void put(String name, String spec) {
        if (isRemoved(name, spec)) {
            return;
        }
        if (nodes.named(name).isPresent()) {
            throw new Failure(409, "There is a node of that name already, which does not come from there.");
        }
        add(name, spec);
        kept.put(Kind.FOUND, prefix + name, spec);
        context.log().log(Level.INFO, "The node " + name + " comes: " + source.id() + " has it.");
    }

    private void swap(String name, String spec) {
        if (nodes.named(name).isPresent()) {
            nodes.swap(name, spec);
            context.log().log(Level.INFO, "The node " + name + " has another link: " + source.id() + " says so.");
        } else {
            // an operator took it out as it was
            add(name, spec);
        }
        kept.put(Kind.FOUND, prefix + name, spec);
    }

    private void remove(String name) {
        kept.remove(Kind.FOUND, prefix + name);
        kept.remove(Kind.DRAINING, name);
        if (nodes.named(name).isPresent()) {
            nodes.remove(name);
            context.log().log(Level.INFO, "The node " + name + " goes: " + source.id() + " does not have it any more.");
        }
    }

    /** @return whether it is there now, and was not before */
    private boolean add(String name, String spec) {
        if (isRemoved(name, spec) || nodes.named(name).isPresent()) {
            return false;
        }
        nodes.add(new NodeSpec(Optional.of(name), spec));
        return true;
    }

    /** An operator has taken it out. */
    private boolean isRemoved(String name, String spec) {
        return kept.get(Kind.REMOVED, name).filter(new NodeSpec(Optional.of(name), spec).toString()::equals).isPresent();
    }

    /** What has come into the table of nodes from here. */
    private Map<String, String> present() {
        var present = new LinkedHashMap<String, String>();
        kept.all(Kind.FOUND).forEach((key, spec) -> {
            if (key.startsWith(prefix)) {
                present.put(key.substring(prefix.length()), spec);
            }
        });
        return present;
    }

    /** Each sentence once, as long as it holds. */
    private void tell(Set<String> sentences) {
        Set<String> before = told;
        told = sentences.stream().collect(Collectors.toUnmodifiableSet());
        List<String> news = sentences.stream().filter(sentence -> !before.contains(sentence)).toList();
        news.forEach(sentence -> context.log().log(Level.WARNING, sentence));
    }
}
