package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import java.util.List;
import java.util.Map;

/** How a container would be created that nobody here has created, from what its engine says of it (Docker API, GET /containers/ID/json). */
final class Inspected {

    private static final int SHORT_ID = 12;

    private Inspected() {
    }

    static Movables.Creating creating(String inspected) {
        Map<String, Object> json = Json.parse(inspected, 502);
        Fields fields = Fields.of(inspected, 502);
        String mode = Json.text(Json.object(json, "HostConfig"), "NetworkMode");
        String shortId = shortId(json);
        Fields endpoints = fields.object("NetworkSettings").object("Networks");
        Fields first = Fields.of("{}", 502);
        Fields others = Fields.of("{}", 502);
        for (String network : Json.object(Json.object(json, "NetworkSettings"), "Networks").keySet()) {
            String endpoint = endpoint(endpoints.object(network), shortId);
            if (network.equals(mode) || mode.equals("default") && network.equals("bridge")) {
                first = References.isEverywhere(network) ? first : first.withJson(network, endpoint);
            } else {
                others = others.withJson(network, endpoint);
            }
        }
        Fields config = fields.object("Config");
        String hostname = Json.text(Json.object(json, "Config"), "Hostname");
        if (hostname.equals(shortId) || mode.equals("host") || mode.startsWith("container:")) {
            config = config.without("Hostname").without("Domainname");
        }
        return new Movables.Creating("", config.withJson("HostConfig", fields.object("HostConfig").json())
                .withJson("NetworkingConfig", Fields.of("{}", 502).withJson("EndpointsConfig", first.json()).json()), others);
    }

    private static String shortId(Map<String, Object> json) {
        String id = Json.text(json, "Id");
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    /** What was asked for, without what the engine has made of it. */
    private static String endpoint(Fields endpoint, String shortId) {
        List<String> aliases = Json.texts(Json.parse(endpoint.json(), 502), "Aliases").stream().filter(alias -> !alias.equals(shortId)).toList();
        Fields asked = Fields.of("{}", 502).with("Aliases", aliases);
        for (String field : List.of("IPAMConfig", "Links", "DriverOpts")) {
            if (endpoint.get(field).isPresent()) {
                asked = asked.withJson(field, endpoint.get(field).get());
            }
        }
        return asked.json();
    }
}
