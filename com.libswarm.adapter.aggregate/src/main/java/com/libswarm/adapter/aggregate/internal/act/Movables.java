package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The containers that go on elsewhere when their node fails, and all that has to be known of them then, when their node can no more
 * be asked. How one was created may hold secrets: it is in memory alone, and in no log.
 */
final class Movables {

    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 64L << 20;

    private final Kept kept;
    /** When a client has had it stopped; until its engine's list shows that. */
    private final Map<String, Long> stopped = new ConcurrentHashMap<>();

    /**
     * What is known of a container.
     *
     * @param node the name of its node
     * @param running whether it is to run elsewhere when its node fails
     */
    record Movable(String id, String node, String name, Identity identity, boolean running) {

        Movable withName(String other) {
            return new Movable(id, node, other, identity, running);
        }

        Movable withRunning(boolean runs) {
            return new Movable(id, node, name, identity, runs);
        }

        private String json() {
            return Json.write(Json.object("Node", node, "Name", name, "Identity", identity.id(), "Move", identity.move(), "Running", running));
        }

        private static Movable of(String id, String json) {
            Map<String, Object> values = Json.parse(json, 500);
            return new Movable(id, Json.text(values, "Node"), Json.text(values, "Name"),
                    new Identity(Json.text(values, "Identity"), (int) Json.number(values, "Move")), Boolean.TRUE.equals(values.get("Running")));
        }
    }

    /**
     * How a container is created.
     *
     * @param platform the argument of that name, or empty
     * @param container the request's body
     * @param networks those that it was connected to afterwards, by name: what the request said of each
     */
    record Creating(String platform, Fields container, Fields networks) {

        private String json() {
            return Fields.of("{}", 500).with("Platform", platform).withJson("Container", container.json())
                    .withJson("Networks", networks.json()).json();
        }

        private static Creating of(String json) {
            Fields fields = Fields.of(json, 500);
            return new Creating(Json.text(Json.parse(json, 500), "Platform"), fields.object("Container"), fields.object("Networks"));
        }
    }

    Movables(Kept kept) {
        this.kept = kept;
    }

    void put(Movable movable) {
        kept.put(Kind.MOVABLE, movable.id, movable.json());
    }

    /** Beyond 10,000 containers, and 64 MB, there is no room for more. */
    boolean hasRoom() {
        Kept.Size size = kept.size(Kind.CREATED);
        return size.things() < MOST && size.bytes() < MOST_BYTES;
    }

    void put(String id, Creating creating) {
        kept.put(Kind.CREATED, id, creating.json());
    }

    void remove(String id) {
        stopped.remove(id);
        kept.remove(Kind.MOVABLE, id);
        kept.remove(Kind.CREATED, id);
    }

    Optional<Movable> get(String id) {
        return kept.get(Kind.MOVABLE, id).map(json -> Movable.of(id, json));
    }

    Optional<Creating> creating(String id) {
        return kept.get(Kind.CREATED, id).map(Creating::of);
    }

    boolean isCreatingKnown(String id) {
        return kept.has(Kind.CREATED, id);
    }

    List<Movable> all() {
        var all = new ArrayList<Movable>();
        kept.all(Kind.MOVABLE).forEach((id, json) -> all.add(Movable.of(id, json)));
        return all;
    }

    /**
     * The other containers that are this one, on whatever node. Labels are inherited by images that are committed, so those alone do not
     * tell: copies have the same name, too, and were moved more or less often.
     */
    List<Movable> copiesOf(String id, String name, Identity identity) {
        return all().stream().filter(other -> other.identity.id().equals(identity.id()) && other.identity.move() != identity.move()
                && other.name.equals(name) && !other.id.equals(id)).toList();
    }

    /** What is known of it has changed, unless it has been removed meanwhile. */
    void update(String id, UnaryOperator<Movable> change) {
        kept.update(Kind.MOVABLE, id, json -> change.apply(Movable.of(id, json)).json());
    }

    /** A client has started or stopped it. */
    void running(String id, boolean runs) {
        if (!kept.has(Kind.MOVABLE, id)) {
            return;
        }
        if (runs) {
            stopped.remove(id);
        } else {
            stopped.put(id, System.nanoTime());
        }
        update(id, movable -> movable.withRunning(runs));
    }

    /** Whether a client has had it stopped within this time. */
    boolean wasStoppedWithin(String id, Duration time) {
        Long when = stopped.get(id);
        return when != null && System.nanoTime() - when < time.toNanos();
    }

    /** A client has connected it to one more network. */
    void connected(String id, String network, String endpoint) {
        networks(id, networks -> networks.withJson(network, endpoint));
    }

    void disconnected(String id, String network) {
        networks(id, networks -> networks.without(network));
    }

    private void networks(String id, UnaryOperator<Fields> change) {
        kept.update(Kind.CREATED, id, json -> {
            Creating creating = Creating.of(json);
            return new Creating(creating.platform, creating.container, change.apply(creating.networks)).json();
        });
    }
}
