package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sees to it that no two containers get the same name, on whatever nodes, also when two clients ask for it at once. */
final class Names {

    private static final String CONTAINERS = "/containers";

    private final Nodes nodes;
    private final ContainerIndex index;
    private final Kept kept;

    Names(Nodes nodes, Kept kept) {
        this.nodes = nodes;
        this.index = nodes.containers();
        this.kept = kept;
    }

    /** A name as clients may write it, with a slash in front. */
    static String plain(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /**
     * Does something with a name, which nobody else gets meanwhile. A name with its node in front is to be free on that node only.
     *
     * @return fails with a Failure 409 if a container has the name, or is about to get it
     */
    CompletableFuture<Message> whileReserved(Directory.Name name, Supplier<CompletableFuture<Message>> work) {
        if (name.rest().isEmpty()) {
            return work.get();
        }
        String reserved = name.node().map(node -> node.name() + "/").orElse("") + name.rest();
        if (!kept.reserve(CONTAINERS, reserved)) {
            throw new Failure(409, "Conflict. The container name \"/" + name.rest() + "\" is already in use by a container that is being created.");
        }
        // when it is reserved, so that nobody has got it in between
        CompletableFuture<Message> done = nodes.settled().thenCompose(all -> free(name)).thenCompose(isFree -> work.get());
        return done.whenComplete((reply, thrown) -> kept.release(CONTAINERS, reserved));
    }

    /** The same for a container whose node failed: its name is its own, as long as nobody else is about to get it. */
    <T> CompletableFuture<T> whileMoved(String name, Supplier<CompletableFuture<T>> work) {
        if (!kept.reserve(CONTAINERS, name)) {
            return CompletableFuture.failedFuture(new Failure(409, "The name " + name + " is about to be given to another container."));
        }
        CompletableFuture<T> done;
        try {
            done = work.get();
        } catch (RuntimeException thrown) {
            done = CompletableFuture.failedFuture(thrown);
        }
        return done.whenComplete((result, thrown) -> kept.release(CONTAINERS, name));
    }

    /** Fails if a container has the name; one that the index has may be gone from its engine by now. */
    private CompletableFuture<Void> free(Directory.Name name) {
        // the id of a container would mean that container, whatever is called so
        Stream<Container> ofId = name.rest().matches("[0-9a-f]{64}") ? index.find(name.rest(), Optional.empty()).stream() : Stream.empty();
        Optional<Container> taken = Stream.concat(ofId, index.named(name.rest()).stream())
                .filter(container -> name.node().isEmpty() || name.node().get() == container.node()).findFirst();
        if (taken.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Container container = taken.get();
        return container.node().ask(Message.of(Verb.Get, "/containers/" + container.id())).handle((reply, unreachable) -> {
            if (unreachable == null) {
                Replies.discard(reply);
                if (reply.status() == 404) {
                    index.remove(container.node(), container.id());
                    return free(name);
                }
            }
            throw new Failure(409, "Conflict. The container name \"/" + name.rest() + "\" is already in use by container \"" + container.id()
                    + "\". You have to remove (or rename) that container to be able to reuse that name.");
        }).thenCompose(again -> again);
    }
}
