package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a node has beside its containers, and what changes the list of it. */
public enum ObjectKind {
    IMAGES, NETWORKS, VOLUMES;

    /** Where they are: {@code /images}. */
    public String collection() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    /** Those whose list may be another when the request has been answered, or when the body of its reply has ended. */
    static Set<ObjectKind> changedBy(Message request) {
        Set<ObjectKind> changed = EnumSet.noneOf(ObjectKind.class);
        for (ObjectKind kind : values()) {
            if (kind.isChangedBy(request)) {
                changed.add(kind);
            }
        }
        return changed;
    }

    private boolean isChangedBy(Message request) {
        boolean isOwn = request.path().equals(collection()) || request.path().startsWith(collection() + "/");
        return isOwn && isChange(request) || switch (this) {
            case IMAGES -> switch (request.path()) {
                case "/commit" -> request.verb() == Verb.Spawn;
                case "/build" -> request.verb() == Verb.File;
                case "/grpc" -> true;
                default -> false;
            };
            case NETWORKS -> false;
            // volumes without a name come with their container, and go with it
            case VOLUMES -> request.path().equals("/containers") && request.verb() == Verb.Spawn || Effect.of(request)
                    .filter(effect -> request.verb() == Verb.Remove || effect.expected() == Effect.Expected.ENDED || effect.atEnd()).isPresent();
        };
    }

    private static boolean isChange(Message request) {
        return switch (request.verb()) {
            case Spawn, Remove, File, Set -> !request.aspect().equals("connect") && !request.aspect().equals("disconnect");
            default -> false;
        };
    }

    /** The one of which an event tells that its list may be another (Docker API, GET /events). */
    static Optional<ObjectKind> ofEvent(String type, String action) {
        return switch (type) {
            case "image" -> Optional.of(IMAGES);
            case "network" -> action.equals("connect") || action.equals("disconnect") ? Optional.empty() : Optional.of(NETWORKS);
            case "volume" -> Optional.of(VOLUMES);
            case "container" -> action.equals("commit") ? Optional.of(IMAGES) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
