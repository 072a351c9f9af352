package com.libswarm.adapter.openstack;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.http.Answer;
import com.libswarm.cloud.internal.http.Ask;
import com.libswarm.cloud.internal.http.Data;
import com.libswarm.cloud.internal.http.Http;
import com.libswarm.openstack.internal.Identity;
import com.libswarm.openstack.internal.Session;
import com.libswarm.openstack.internal.Session.Endpoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenStack's identity service, v3 of the API (POST /v3/auth/tokens).
 *
 * @param url without a slash at its end, with or without the version
 */
record Keystone(Http http, String url, Credentials credentials) implements Identity {

    @Override
    public Session login() {
        var auth = new LinkedHashMap<String, Object>();
        auth.put("identity", credentials.identity());
        if (!credentials.scope().isEmpty()) {
            auth.put("scope", credentials.scope());
        }
        String tokens = (url.endsWith("/v3") ? url : url + "/v3") + "/auth/tokens";
        Answer answer = http.send(Ask.post(tokens, Map.of("auth", auth)).asRepeatable());
        if (answer.isError()) {
            throw refused(answer);
        }
        Data token = answer.data().get("token");
        return new Session(answer.field("X-Subject-Token").orElseThrow(() -> new Failure(502, "The identity service at " + url
                + " gives no token: is that its URL? It ends with /v3.")), expires(token.text("expires_at")), catalog(token), "");
    }

    private Failure refused(Answer answer) {
        String said = answer.message().isEmpty() ? "" : ": " + answer.message();
        if (answer.status() == 401) {
            return new Failure(401, "The identity service at " + url + " does not take " + credentials.described() + said);
        }
        if (answer.status() == 404) {
            return new Failure(404, "There is no identity service v3 at " + url + ": is that its URL? It mostly ends with /v3.");
        }
        return new Failure(answer.status() < 500 ? answer.status() : 502, "The identity service at " + url + " answers " + answer.status() + " to "
                + credentials.described() + said);
    }

    private static Instant expires(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unknown) {
            // it is used until it is refused
            return Instant.MAX;
        }
    }

    private static List<Endpoint> catalog(Data token) {
        var all = new ArrayList<Endpoint>();
        for (Data service : token.list("catalog")) {
            for (Data endpoint : service.list("endpoints")) {
                String region = endpoint.text("region").isEmpty() ? endpoint.text("region_id") : endpoint.text("region");
                all.add(new Endpoint(service.text("name"), service.text("type"), endpoint.text("interface"), region, endpoint.text("url")));
            }
        }
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return credentials.described() + " at " + url;
    }
}
