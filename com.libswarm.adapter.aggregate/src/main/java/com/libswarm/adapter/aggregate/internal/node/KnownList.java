package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The list of one kind of a node's objects: asked for when somebody wants it, then kept until something has changed. Thread-safe.
 *
 * <p>What has changed by the time that a list is asked for is in it. So a list holds as long as nothing changes after that moment.
 */
final class KnownList {

    private final Node node;
    private final ObjectKind kind;

    /** @param upTo the last change that is in it, by count */
    private record Look(long upTo, CompletableFuture<List<Fields>> result) {
    }

    // guarded by this
    private long changes;
    private boolean wanted;
    private Optional<Look> known = Optional.empty();
    private Optional<Look> underWay = Optional.empty();

    KnownList(Node node, ObjectKind kind) {
        this.node = node;
        this.kind = kind;
    }

    /** What there is, with all that changed before; fails with a Failure if the node cannot tell. */
    CompletableFuture<List<Fields>> get() {
        synchronized (this) {
            wanted = true;
            if (known.filter(this::isRecent).isPresent()) {
                return known.get().result;
            }
            if (underWay.filter(this::isRecent).isPresent()) {
                return underWay.get().result;
            }
        }
        return look();
    }

    private boolean isRecent(Look look) {
        return look.upTo == changes;
    }

    private CompletableFuture<List<Fields>> look() {
        Look look;
        synchronized (this) {
            look = new Look(changes, new CompletableFuture<>());
            underWay = Optional.of(look);
        }
        node.askAnyway(Message.of(Verb.Ls, kind.collection()), Replies::objects).whenComplete((list, thrown) -> {
            done(look, thrown == null);
            if (thrown == null) {
                look.result.complete(list);
            } else {
                look.result.completeExceptionally(thrown);
            }
        });
        return look.result;
    }

    private synchronized void done(Look look, boolean isListed) {
        underWay = underWay.filter(latest -> latest != look);
        if (isListed && known.map(before -> before.upTo <= look.upTo).orElse(true)) {
            known = Optional.of(look);
        }
    }

    /** Something is another now, or may be. */
    synchronized void changed() {
        changes++;
    }

    /** A change may have been missed: it is listed again, and until that is there the old one holds. One that nobody wants is forgotten. */
    void refresh() {
        synchronized (this) {
            if (!wanted) {
                known = Optional.empty();
                return;
            }
            wanted = false;
        }
        look();
    }
}
