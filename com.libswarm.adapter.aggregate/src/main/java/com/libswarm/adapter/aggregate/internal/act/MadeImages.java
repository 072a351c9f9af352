package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.read.Holders;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Images that were made on one node, by a build or a commit. Others may have an older one of the same name, and who runs what he has
 * just built does not mean that.
 */
final class MadeImages {

    private static final int MOST = 1_000;

    private final Nodes nodes;
    private final Holders holders;
    private final Kept kept;
    private final Tunnels tunnels = new Tunnels(this::made);

    MadeImages(Nodes nodes, Holders holders, Kept kept) {
        this.nodes = nodes;
        this.holders = holders;
        this.kept = kept;
    }

    /** In which images are made, too. */
    Tunnels tunnels() {
        return tunnels;
    }

    /** The image of that name was made on that node. Beyond 1,000 of them some are forgotten. */
    void made(String name, Node node) {
        if (kept.size(Kind.BUILT).things() >= MOST) {
            kept.all(Kind.BUILT).keySet().stream().limit(MOST / 2).forEach(old -> kept.remove(Kind.BUILT, old));
        }
        kept.put(Kind.BUILT, normal(name), node.name());
    }

    /** What has that name now, all nodes got together. */
    void forget(String name) {
        kept.remove(Kind.BUILT, normal(name));
    }

    /** The image has one more name. */
    void tagged(String name, String other) {
        where(name).ifPresentOrElse(node -> made(other, node), () -> forget(other));
    }

    /** On which node it was made last, if that is known. */
    Optional<Node> where(String name) {
        return kept.get(Kind.BUILT, normal(name)).flatMap(nodes::named);
    }

    /**
     * The nodes that have the image as it was made last; all, if it was not made here.
     *
     * @return fails with a Failure 409 if it is not known which nodes do
     */
    CompletableFuture<Predicate<Node>> having(String image, Message request) {
        return tunnels.look().thenCompose(looked -> known(image, request));
    }

    private CompletableFuture<Predicate<Node>> known(String image, Message request) {
        Optional<Node> made = where(image);
        if (made.isEmpty()) {
            return CompletableFuture.completedFuture(node -> true);
        }
        Node node = made.get();
        return holders.of("/images", image, request).thenApply(found -> {
            Optional<String> id = found.holders().stream().filter(holder -> holder.node() == node).map(MadeImages::id).findFirst();
            if (id.isPresent()) {
                Set<Node> same = found.holders().stream().filter(holder -> id(holder).equals(id.get())).map(Holders.Holder::node)
                        .collect(Collectors.toSet());
                return same::contains;
            }
            if (!node.isHealthy()) {
                throw new Failure(409, "The image " + image + " was made on the node " + node.name() + ", which is unhealthy. Others may have an"
                        + " older one of that name: give it another name there, or pull it.");
            }
            forget(image);
            return any -> true;
        });
    }

    private static String id(Holders.Holder holder) {
        return Json.text(holder.object(), "Id");
    }

    /** As an engine lists it: {@code busybox:latest}. */
    private static String normal(String name) {
        String plain = familiar(name);
        return isWithoutTag(plain) ? plain + ":latest" : plain;
    }

    /** The name as an engine lists it, without the registry that is meant anyway. */
    static String familiar(String name) {
        String plain = name;
        for (String prefix : List.of("docker.io/", "library/")) {
            plain = plain.startsWith(prefix) ? plain.substring(prefix.length()) : plain;
        }
        return plain;
    }

    /** Whether it has no tag and no digest. */
    static boolean isWithoutTag(String name) {
        return !name.contains("@") && name.lastIndexOf(':') <= name.lastIndexOf('/');
    }
}
