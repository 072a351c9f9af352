package com.libswarm.api;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sends each message to the handler of its verb, path and aspect; what nobody takes goes on to the rest of the chain.
 *
 * <pre>
 *   Router.before(context.next())
 *       .on(Verb.Ls, "/containers", (m, name) -&gt; ...)
 *       .on(Verb.Set, "/containers/*", "kill", (m, name) -&gt; ...)
 *       .on(Verb.Get, "/images/**", (m, name) -&gt; ...)
 * </pre>
 *
 * <p>In a pattern {@code *} stands for one segment and {@code **}, at the end, for one or more. Of several that match, the one
 * that was added first is taken. A handler without an aspect is never called for a message with one: what the aspect would
 * change cannot be overlooked.
 *
 * <p>Immutable: {@code on} gives a new router. Handlers run on the caller's thread.
 */
public final class Router implements Sender {

    private final Sender rest;
    private final Map<Verb, List<Route>> routes;

    private Router(Sender rest, Map<Verb, List<Route>> routes) {
        this.rest = rest;
        this.routes = routes;
    }

    /** A router with no entries yet. */
    public static Router before(Sender rest) {
        return new Router(rest, Map.of());
    }

    /** A router that answers Error 501 to what it has no handler for: the end of a chain. */
    public static Router alone() {
        return before(Router::unknown);
    }

    /** A router that has this entry, too: for messages without an aspect. */
    public Router on(Verb verb, String path, Handler handler) {
        return on(verb, path, "", handler);
    }

    /** A router that has this entry, too: for messages with exactly this aspect. */
    public Router on(Verb verb, String path, String aspect, Handler handler) {
        Map<Verb, List<Route>> more = new EnumMap<>(Verb.class);
        more.putAll(routes);
        List<Route> ofVerb = new ArrayList<>(routes.getOrDefault(verb, List.of()));
        ofVerb.add(new Route(PathPattern.of(path), aspect, handler));
        more.put(verb, ofVerb);
        return new Router(rest, more);
    }

    @Override
    public void send(Message message) {
        for (Route route : routes.getOrDefault(message.verb(), List.of())) {
            if (route.aspect.equals(message.aspect()) && route.path.matches(message.path())) {
                handle(route, message);
                return;
            }
        }
        rest.send(message);
    }

    private static void handle(Route route, Message message) {
        try {
            route.handler.handle(message, route.path.name(message.path()));
        } catch (Throwable thrown) {
            message.body().cancel();
            message.reply(Message.error(thrown));
        }
    }

    private static void unknown(Message message) {
        message.body().cancel();
        message.reply(Message.error(501, "Not implemented: " + message + " is answered by nothing here."));
    }

    private static final class Route {
        private final PathPattern path;
        private final String aspect;
        private final Handler handler;

        Route(PathPattern path, String aspect, Handler handler) {
            this.path = path;
            this.aspect = aspect;
            this.handler = handler;
        }
    }
}
