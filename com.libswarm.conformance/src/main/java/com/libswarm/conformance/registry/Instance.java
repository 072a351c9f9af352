package com.libswarm.conformance.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One instance of a service, as its arguments describe it. Immutable. */
final class Instance {

    private static final String META = "meta.";
    private static final int LONGEST_TTL = 1_000_000_000;
    private static final Set<String> STATUS = Set.of("passing", "warning", "critical", "maintenance");
    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private final Args args;
    private final Instant modified;

    Instance(String name, Args args, Instant modified) {
        this.name = name;
        this.args = args;
        this.modified = modified;
        check();
    }

    /** The instance that {@link #bytes} was made of. */
    static Instance of(String key, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        return new Instance(key.substring(0, key.indexOf('/')), Args.query(text.substring(end + 1)), Instant.parse(text.substring(0, end)));
    }

    /** All that has to be kept of it, but for its key. */
    byte[] bytes() {
        return (modified + "\n" + args.query()).getBytes(StandardCharsets.UTF_8);
    }

    private void check() {
        if (args.get("address").isEmpty()) {
            throw new Failure(400, "An instance needs an address: address=10.0.0.5 port=80.");
        }
        if (port() < 0 || port() > 65_535) {
            throw new Failure(400, "The port of an instance is a number from 0 to 65535.");
        }
        if (!STATUS.contains(status())) {
            throw new Failure(400, "The status of an instance is passing, warning, critical or maintenance.");
        }
        expiry();
    }

    /** The same, but for what {@code changes} name. */
    Instance with(Args changes, Instant now) {
        Args changed = args;
        for (var pair : changes.pairs()) {
            if (!pair.getKey().equals("id")) {
                changed = changed.with(pair.getKey(), pair.getValue());
            }
        }
        return new Instance(name, changed, now);
    }

    String name() {
        return name;
    }

    /** Its name among the instances of the service. */
    String id() {
        return args.has("id") ? args.get("id") : args.get("address") + ":" + port();
    }

    /** Where it is below {@code /registry/}. */
    String key() {
        return name + "/" + id();
    }

    /** When it is removed if it is not renewed. */
    Optional<Instant> expiry() {
        if (!args.has("ttl")) {
            return Optional.empty();
        }
        double ttl = number("ttl");
        if (!(ttl > 0 && ttl <= LONGEST_TTL)) {
            throw new Failure(400, "The ttl of an instance is a number of seconds above 0, and " + LONGEST_TTL + " at most.");
        }
        return Optional.of(modified.plusMillis((long) (ttl * 1_000)));
    }

    private int port() {
        return args.has("port") ? (int) number("port") : 0;
    }

    private double number(String field) {
        try {
            return Double.parseDouble(args.get(field));
        } catch (NumberFormatException bad) {
            throw new Failure(400, "The " + field + " of an instance is a number, not '" + args.get(field) + "'.");
        }
    }

    private String status() {
        return args.has("status") ? args.get("status") : "passing";
    }

    /** The element of a registry, as docs/protocol.md has it. */
    String json() {
        return json(status());
    }

    /** The element that tells a watcher that there is no such instance any more. */
    String removedJson() {
        return json("removed");
    }

    private String json(String status) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("Name", name);
            json.writeStringField("Id", id());
            json.writeStringField("Address", args.get("address"));
            json.writeNumberField("Port", port());
            json.writeArrayFieldStart("Tags");
            for (String tag : args.all("tag")) {
                json.writeString(tag);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("Meta");
            for (Map.Entry<String, String> pair : args.pairs()) {
                if (pair.getKey().startsWith(META)) {
                    json.writeStringField(pair.getKey().substring(META.length()), pair.getValue());
                }
            }
            json.writeEndObject();
            json.writeStringField("Status", status);
            json.writeStringField("Modified", modified.toString());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
