package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Watches of what happens (Docker API, GET /events): of all, of a collection, of one container. */
final class EventHandlers {

    private static final Set<String> FILTERS = Set.of("config", "container", "daemon", "event", "image", "label", "network", "node",
            "plugin", "scope", "secret", "service", "type", "volume");

    private final Lane lane;
    private final Events events;
    private final Containers containers;
    private final Outlets outlets;

    EventHandlers(Lane lane, Events events, Containers containers, Outlets outlets) {
        this.lane = lane;
        this.events = events;
        this.containers = containers;
        this.outlets = outlets;
    }

    void routes(Routes routes) {
        routes.on(Verb.Watch, "/events", (message, none) -> watch(message, event -> true));
        for (String type : new String[] {"container", "image", "network", "volume"}) {
            routes.on(Verb.Watch, "/" + type + "s", (message, none) -> watch(message, event -> event.type().equals(type)));
        }
        routes.on(Verb.Watch, "/containers/*", (message, name) -> {
            String id = containers.get(name).id();
            watch(message, event -> event.id().equals(id));
        });
    }

    private void watch(Message message, Predicate<Event> first) {
        Args args = message.args();
        var filters = Filters.of(args, FILTERS);
        Optional<Instant> since = Times.parse("since", args.get("since"));
        Optional<Instant> until = Times.parse("until", args.get("until"));
        Predicate<Event> wanted = first.and(event -> isWanted(event, filters))
                .and(event -> since.isEmpty() || !event.time().isBefore(since.get()))
                .and(event -> until.isEmpty() || !event.time().isAfter(until.get()));
        var history = events.history();
        Outlet outlet = outlets.open();
        var reader = new HistoryReader<>(history, outlet, event -> wanted.test(event) ? Optional.of(event.toJson()) : Optional.empty(),
                () -> until.isPresent() && !Instant.now().isBefore(until.get()),
                Optional.of("The events were not read in time, and some are gone: list what there is, and watch anew."));
        boolean past = since.isPresent() || until.isPresent() && until.get().isBefore(Instant.now());
        reader.start(past ? history.first() : history.next());
        until.ifPresent(end -> {
            long millis = Duration.between(Instant.now(), end).toMillis() + 1;
            if (millis > 0) {
                lane.after(millis, history::tellFollowers);
            }
        });
        message.reply(Replies.jsonStream(Verb.Set, outlet.body()));
    }

    private static boolean isWanted(Event event, Filters filters) {
        return filters.any("type", event.type()::equals)
                && filters.any("event", name -> event.action().equals(name) || event.action().startsWith(name + ":"))
                && filters.any("scope", "local"::equals)
                && isAbout(event, filters, "container") && isAbout(event, filters, "image") && isAbout(event, filters, "volume")
                && isAbout(event, filters, "network")
                && !filters.has("daemon") && !filters.has("plugin")
                && filters.labels(event.attributes());
    }

    private static boolean isAbout(Event event, Filters filters, String type) {
        if (type.equals("image") && event.type().equals("container")) {
            return filters.any("image", image -> isSameImage(event.attributes().getOrDefault("image", ""), image));
        }
        return filters.any(type, name -> event.type().equals(type)
                && (event.id().startsWith(name) || name.equals(event.attributes().get("name"))));
    }

    private static boolean isSameImage(String one, String other) {
        return one.equals(other) || Reference.parse(one).toString().equals(Reference.parse(other).toString());
    }
}
