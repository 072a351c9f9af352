package com.libswarm.openstack.internal;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.http.Answer;
import com.libswarm.cloud.internal.http.Ask;
import com.libswarm.cloud.internal.http.Data;
import com.libswarm.cloud.internal.http.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Asks a cloud's services with a token, which is renewed when it has run out, or is refused: then once. Blocks. Thread-safe.
 */
public final class Services implements AutoCloseable {

    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final int MOST_PAGES = 1_000;

    private final Http http;
    private final Identity identity;
    private final Place place;

    /** Of those who need a session at the same time one logs in; the others, who may block, wait for that. */
    private final ReentrantLock loggingIn = new ReentrantLock();
    private volatile Optional<Session> session = Optional.empty();

    public Services(Http http, Identity identity, Place place) {
        this.http = http;
        this.identity = identity;
        this.place = place;
    }

    /** The region of the compute service as the cloud writes it, once that is known. Does not block. */
    Optional<String> region() {
        return session.flatMap(place::find).map(Session.Endpoint::region);
    }

    /** Logs in, if that is not done, and finds the compute service. */
    void check() {
        place.compute(session(Optional.empty()));
    }

    /** @param refused the session whose token was refused */
    private Session session(Optional<Session> refused) {
        return good(refused).orElseGet(() -> {
            try {
                loggingIn.lockInterruptibly();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Failure(503, "The link has stopped.", stopped);
            }
            try {
                Session fresh = good(refused).orElseGet(identity::login);
                session = Optional.of(fresh);
                return fresh;
            } finally {
                loggingIn.unlock();
            }
        });
    }

    private Optional<Session> good(Optional<Session> refused) {
        Instant soon = Instant.now().plus(EARLY);
        return session.filter(known -> known.expires().isAfter(soon) && !refused.equals(Optional.of(known)));
    }

    /** @param what is done, for the sentence if it is refused: {@code look at the server web} */
    Data get(String what, String path) {
        return compute(what, Ask::get, path).data();
    }

    /** All pages of a list, which is the field {@code name} of each. */
    List<Data> list(String path, String name) {
        var all = new ArrayList<Data>();
        var seen = new HashSet<String>();
        Optional<String> next = Optional.of(path);
        for (int page = 0; next.isPresent() && page < MOST_PAGES && seen.add(next.get()); page++) {
            Data data = get("list " + name, next.get());
            all.addAll(data.list(name));
            next = data.list(name + "_links").stream().filter(link -> link.text("rel").equals("next")).map(link -> link.text("href"))
                    .map(Services::pathOf).findFirst();
        }
        return all;
    }

    /** A link to the next page may name the server otherwise than the catalog does, so only what is asked is taken of it. */
    private static String pathOf(String href) {
        int query = href.indexOf('?');
        String path = query < 0 ? href : href.substring(0, query);
        for (String collection : Set.of("/servers/detail", "/flavors/detail", "/images/detail")) {
            if (path.endsWith(collection)) {
                return collection + (query < 0 ? "" : href.substring(query));
            }
        }
        throw new Failure(502, "The compute service gives a next page that is none: " + path);
    }

    Data post(String what, String path, Object json) {
        return compute(what, url -> Ask.post(url, json), path).data();
    }

    /** A POST that makes nothing. */
    Data ask(String what, String path, Object json) {
        return compute(what, url -> Ask.post(url, json).asRepeatable(), path).data();
    }

    void delete(String what, String path) {
        compute(what, Ask::delete, path);
    }

    private Answer compute(String what, Function<String, Ask> ask, String path) {
        return send(what, "compute service", session -> ask.apply(place.compute(session).url(path)));
    }

    /**
     * Asks another service.
     *
     * @throws Failure 400 if the cloud has none: the options ask for what it cannot give
     */
    Data other(String type, String what, Function<String, Ask> ask) {
        return send(what, type + " service", session -> ask.apply(place.other(session, type).map(endpoint -> endpoint.url(""))
                .orElseThrow(() -> new Failure(400, "The cloud has no " + type + " service in this region, so it cannot " + what + ".")))).data();
    }

    private Answer send(String what, String service, Function<Session, Ask> ask) {
        Session known = session(Optional.empty());
        Answer answer = http.send(ask.apply(known).with("X-Auth-Token", known.token()));
        if (answer.status() == 401) {
            Session renewed = session(Optional.of(known));
            answer = http.send(ask.apply(renewed).with("X-Auth-Token", renewed.token()));
        }
        if (answer.isError()) {
            throw failure(what, service, answer);
        }
        return answer;
    }

    private static Failure failure(String what, String service, Answer answer) {
        String message = answer.message();
        String said = message.isEmpty() ? "" : ": " + message;
        int status = answer.status();
        boolean quota = status == 413 || status == 403 && message.toLowerCase(Locale.ROOT).contains("quota");
        if (quota) {
            return new Failure(403, "The account's quota does not allow to " + what + said + " Delete what is not needed, or ask for more.");
        }
        if (status >= 500) {
            return new Failure(502, "The " + service + " could not " + what + ": it answers " + status + said);
        }
        return new Failure(status, "The " + service + " refuses to " + what + " (" + status + ")" + said);
    }

    @Override
    public void close() {
        http.close();
    }
}
