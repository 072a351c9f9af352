package com.libswarm.e2e;

import static com.libswarm.e2e.RawRequest.ask;
import static com.libswarm.e2e.RawRequest.send;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests to an engine, byte for byte, of all the kinds that HTTP and the Docker API know. None of them changes anything, or asks for
 * what other tests change.
 */
final class RawRequests {

    private static final String JSON = RawRequest.JSON;
    private static final String TAR = RawRequest.TAR;
    private static final String EXPECT = "Expect: 100-continue";
    private static final String TCP = "Connection: Upgrade\r\nUpgrade: tcp";
    private static final String H2C = "Connection: Upgrade\r\nUpgrade: h2c";

    private final List<RawRequest> all = new ArrayList<>();
    /** A running container, one that has ended and wrote to both its outputs, and one that did so in a terminal. */
    private final String running;
    private final String ended;
    private final String terminal;

    /** @param name of the containers, which end with -run, -end and -tty */
    RawRequests(String name) {
        running = "/containers/" + name + "-run";
        ended = "/containers/" + name + "-end";
        terminal = "/containers/" + name + "-tty";
        versionsAndRoutes();
        queriesAndNames(name);
        statuses(name);
        archives();
        bodies();
        connections();
        streams();
    }

    List<RawRequest> all() {
        return all;
    }

    private void versionsAndRoutes() {
        each("GET", "/_ping", "/v1.41/_ping", "/version", "/v1.11/version", "/v1.99/version", "/v1.x/version", "/v1.41.0/version", "/v/version",
                "/", "/nope", "/networks/nope", "/volumes/nope", "/swarm", "/services", "/plugins", "/images/nope/json",
                "/images/nope/history");
        each("HEAD", "/_ping", "/version", "/containers/json?filters=%7B%22name%22%3A%5B%22nobody%22%5D%7D", "/nope");
        each("OPTIONS", "/info", "/nope");
        each("PUT", "/containers/json");
        each("DELETE", "/info");
        each("PATCH", "/info");
        each("TRACE", "/info");
        each("get", "/info");
    }

    private void queriesAndNames(String name) {
        String own = "filters=%7B%22name%22%3A%5B%22" + name + "%22%5D%7D";
        each("GET", "/containers/json?" + own, "/containers/json?all=&all=1&&" + own, "/containers/json?all=0&all=1&" + own,
                "/containers/json?all=%zz", "/containers/json?all=1;size=1", "/containers/json?filters=%7Bbad",
                "/containers/json?filters=%7B%22label%22%3A%5B%22" + "a".repeat(250_000) + "%22%5D%7D",
                running + "/json?size=0", running.replace("-run", "%2Drun") + "/json", "/containers/a%20b/json", "/containers/%C3%BC/json",
                "/containers/\u00c3\u00bc/json");
        add("absolute-form", ask("GET http://docker/_ping"));
        add("absolute-form with a version", ask("GET HTTP://docker/v1.41/version"));
    }

    private void statuses(String name) {
        add("304: it runs", ask("POST " + running + "/start"));
        add("304: it has ended", ask("POST " + ended + "/stop", "Content-Length: 0"));
        add("404: no such container", ask("POST /containers/nope/start"));
        add("409: it runs", ask("DELETE " + running));
        add("409: it has ended", ask("POST " + ended + "/kill"));
        add("409: the name is taken", send("POST /containers/create?name=" + name + "-run", "{\"Image\":\"busybox\"}", JSON));
        add("404: no such image", send("POST /containers/create", "{\"Image\":\"nonesuch\"}", JSON));
        add("bad JSON", send("POST /containers/create", "{bad", JSON));
        add("no media type", send("POST /containers/create", "{}"));
        add("another media type", send("POST /containers/create", "{}", "Content-Type: text/plain"));
        add("no body", ask("POST /containers/create"));
        add("an empty body", send("POST /containers/create", "", JSON));
        add("chunks", ask("POST /containers/create", JSON, "Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n");
        add("chunks with a trailer", ask("POST /containers/create", JSON, "Transfer-Encoding: chunked", "Trailer: X-T")
                + "2\r\n{}\r\n0\r\nX-T: 1\r\n\r\n");
        add("an exec that is not there", send("POST /exec/nope/start", "{}", JSON));
        add("an exec that is not there, without a body", ask("POST /exec/nope/start"));
        add("an exec that is not there, in chunks", ask("POST /exec/nope/start", JSON, "Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n");
        add("an exec that is not there, with bad JSON", send("POST /exec/nope/start", "{bad", JSON, TCP));
        add("a bad X-Registry-Auth", send("POST /images/127.0.0.1:1/x/push", "", "X-Registry-Auth: !!!!"));
    }

    private void archives() {
        String passwd = "/archive?path=/etc/passwd";
        // whether a short one has a length is decided by chance
        add("archive", ask("GET " + running + "/archive?path=/bin/busybox"));
        add("the head of an archive", ask("HEAD " + running + passwd));
        each("GET", running + "/archive?path=/nope", running + "/archive");
        each("HEAD", running + "/archive?path=/nope");
        add("an archive for nobody", send("PUT /containers/nope/archive?path=/", "abcde", TAR));
        add("a bad archive", send("PUT " + running + "/archive?path=/tmp", "abcde", TAR));
        add("a bad image", send("POST /images/load", "abcde", TAR));
        add("a bad build", send("POST /build", "abcde", TAR, "X-Registry-Config: e30="));
    }

    private void bodies() {
        add("GET with a body", send("GET /version", "abc"));
        add("GET with a body in chunks", ask("GET /_ping", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n");
        add("DELETE with a body", send("DELETE /containers/nope", "abc"));
        add("an expected body", send("POST /containers/create", "{}", JSON, EXPECT));
        add("an expected body that is refused", ask("PUT /containers/nope/archive?path=/", TAR, EXPECT, "Content-Length: 2"));
        add("an expected body for nobody", ask("POST /nope", EXPECT, "Content-Length: 2"));
        add("an expectation without a body", ask("GET /_ping", EXPECT));
        add("an expectation of an empty body", send("POST /containers/create", "", JSON, EXPECT));
    }

    private void connections() {
        add("HTTP/1.0", "GET /_ping HTTP/1.0\r\n\r\n");
        add("HTTP/1.0 that keeps alive", "GET /_ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        add("HTTP/1.0 without a length", "GET " + ended + "/logs?stdout=1 HTTP/1.0\r\n\r\n");
        add("HTTP/1.0 without a length that keeps alive", "GET " + ended + "/logs?stdout=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        add("HTTP/1.0 with 304", "POST " + running + "/start HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
        add("close", ask("GET /_ping", "Connection: close"));
        add("Close", ask("GET /_ping", "Connection: Close"));
        add("close, in chunks", ask("GET " + ended + "/logs?stdout=1", "Connection: close"));
        add("keep-alive", ask("GET /_ping", "Connection: keep-alive"));
        add("a field of the connection", ask("GET /_ping", "Connection: X-Foo, keep-alive", "X-Foo: 1"));
        all.add(new RawRequest("three in one", ask("GET /_ping").repeat(3), 3));
        all.add(new RawRequest("different ones in one", send("POST /containers/create", "{bad", JSON) + ask("GET /_ping")
                + ask("POST " + running + "/start") + ask("GET /nope") + send("DELETE /containers/nope", "abc") + ask("HEAD /_ping"), 6));
        for (String target : List.of("GET /_ping", "GET /containers/json?filters=%7B%22name%22%3A%5B%22none%22%5D%7D", "GET /nope", "POST /nope")) {
            add("an upgrade of " + target, send(target, "ab", TCP));
        }
        add("an upgrade of creating", send("POST /containers/create", "{bad", JSON, TCP));
    }

    private void streams() {
        String logs = "/attach?logs=1&stdout=1&stderr=1";
        each("GET", ended + "/logs?stdout=1&stderr=1", ended + "/logs", "/containers/nope/logs?stdout=1", terminal + "/logs?stdout=1",
                "/events?since=1&until=2");
        add("wait", ask("POST " + ended + "/wait"));
        for (String container : List.of(ended, terminal, "/containers/nope")) {
            add("attach with an upgrade to " + container, ask("POST " + container + logs, TCP));
            add("attach without to " + container, ask("POST " + container + logs));
        }
        add("attach with half an upgrade", ask("POST " + ended + logs, "Upgrade: tcp"));
        add("attach with another upgrade", ask("POST " + ended + logs, "Connection: Upgrade", "Upgrade: other"));
        add("attach with a length and a media type", send("POST " + ended + logs, "", "Content-Type: text/plain", TCP));
        add("attach in HTTP/1.0", "POST " + ended + logs + " HTTP/1.0\r\n\r\n");
        add("a session without an upgrade", ask("POST /session"));
        add("a session with another upgrade", ask("POST /session", TCP));
        add("grpc without an upgrade", ask("POST /grpc"));
        add("grpc", ask("POST /grpc", H2C));
    }

    private void each(String method, String... targets) {
        for (String target : targets) {
            String shown = method + " " + target;
            add(shown.length() > 100 ? shown.substring(0, 100) + "..." : shown, ask(shown));
        }
    }

    private void add(String title, String text) {
        all.add(new RawRequest(title, text, 1));
    }
}
