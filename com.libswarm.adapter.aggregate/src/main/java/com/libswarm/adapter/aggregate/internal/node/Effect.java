package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Message;
import java.util.Optional;

/**
 * What a request changes of its engine's list of containers.
 *
 * @param container as the request names it; empty: perhaps all
 * @param expected what the container is afterwards
 * @param atEnd whether that has happened when the reply's body ends, not when the reply comes
 */
record Effect(Optional<String> container, Expected expected, boolean atEnd) {

    /** How a container is after something that happened to it. An engine may tell that it happened before its list shows it. */
    enum Expected { ENDED, STARTED, ANY }

    private static final String CONTAINERS = "/containers/";

    /** Nothing, for what only reads. */
    static Optional<Effect> of(Message request) {
        String path = request.path();
        if (path.startsWith(CONTAINERS)) {
            String ref = path.substring(CONTAINERS.length());
            return ref.contains("/checkpoints/") ? Optional.empty() : ofContainer(request, Optional.of(ref));
        }
        int slash = path.indexOf('/', 1);
        return ofOther(request, slash < 0 ? path : path.substring(0, slash)) ? all(isProgress(request)) : Optional.empty();
    }

    private static Optional<Effect> ofContainer(Message request, Optional<String> ref) {
        String aspect = request.aspect();
        return switch (request.verb()) {
            case Start -> Optional.of(new Effect(ref, Expected.STARTED, false));
            case Stop -> Optional.of(new Effect(ref, Expected.ENDED, false));
            case Set -> switch (aspect) {
                case "restart" -> Optional.of(new Effect(ref, Expected.STARTED, false));
                case "kill" -> Optional.of(new Effect(ref, isDeadly(request.args().get("signal")) ? Expected.ENDED : Expected.ANY, false));
                case "resize", "copy" -> Optional.empty();
                default -> Optional.of(new Effect(ref, Expected.ANY, false));
            };
            case Remove -> request.args().flag("link") ? all(false) : Optional.of(new Effect(ref, Expected.ANY, false));
            case Spawn -> aspect.equals("exec") ? Optional.empty() : Optional.of(new Effect(ref, Expected.ANY, false));
            case Watch -> aspect.equals("wait") ? Optional.of(new Effect(ref, Expected.ENDED, true)) : Optional.empty();
            case Attach -> Optional.of(new Effect(ref, Expected.ANY, true));
            default -> Optional.empty();
        };
    }

    private static boolean isDeadly(String signal) {
        return signal.isEmpty() || signal.equals("9") || signal.equals("KILL") || signal.equals("SIGKILL");
    }

    /** The names of images stand in the list, and networks. */
    private static boolean ofOther(Message request, String collection) {
        boolean isObject = request.path().length() > collection.length();
        return switch (collection) {
            case "/containers" -> request.aspect().equals("prune");
            case "/networks" -> request.aspect().equals("connect") || request.aspect().equals("disconnect");
            case "/images" -> switch (request.verb()) {
                case Remove -> true;
                case Spawn -> !isObject;
                case File -> request.aspect().equals("load");
                case Set -> request.aspect().equals("tag") || request.aspect().equals("prune");
                default -> false;
            };
            case "/commit", "/build" -> !isObject;
            default -> false;
        };
    }

    private static boolean isProgress(Message request) {
        return switch (request.verb()) {
            case File -> true;
            case Spawn -> request.path().equals("/images");
            default -> false;
        };
    }

    private static Optional<Effect> all(boolean atEnd) {
        return Optional.of(new Effect(Optional.empty(), Expected.ANY, atEnd));
    }
}
