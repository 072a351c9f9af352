package com.libswarm.adapter.rax;

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
import java.util.Optional;

/**
 * Rackspace's identity service, v2.0 of the API with the extension for API keys (RAX-KSKEY), or with a password.
 *
 * @param url without a slash at its end
 * @param secret the API key, or the password
 * @param tenant the account's number, if the user has several
 */
record RaxIdentity(Http http, String url, String user, String secret, boolean isKey, Optional<String> tenant) implements Identity {

    @Override
    public Session login() {
        var auth = new LinkedHashMap<String, Object>();
        auth.put(isKey ? "RAX-KSKEY:apiKeyCredentials" : "passwordCredentials", Map.of("username", user, isKey ? "apiKey" : "password", secret));
        tenant.ifPresent(id -> auth.put("tenantId", id));
        Answer answer = http.send(Ask.post(url + "/tokens", Map.of("auth", auth)).asRepeatable());
        if (answer.isError()) {
            throw refused(answer);
        }
        Data access = answer.data().get("access");
        String token = access.get("token").text("id");
        if (token.isEmpty()) {
            throw new Failure(502, "The identity service at " + url + " gives no token: is that its URL? It ends with /v2.0.");
        }
        return new Session(token, expires(access.get("token").text("expires")), catalog(access), access.get("user").text("RAX-AUTH:defaultRegion"));
    }

    private Failure refused(Answer answer) {
        String said = answer.message().isEmpty() ? "" : ": " + answer.message();
        if (answer.status() == 401) {
            return new Failure(401, "Rackspace's identity service does not take the " + (isKey ? "API key (OS_API_KEY)" : "password (OS_PASSWORD)")
                    + " of the user " + user + said);
        }
        return new Failure(answer.status() < 500 ? answer.status() : 502, "The identity service at " + url + " answers " + answer.status() + " to the login of "
                + user + said);
    }

    /** With Z or with an offset. */
    private static Instant expires(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unknown) {
            // it is used until it is refused
            return Instant.MAX;
        }
    }

    private static List<Endpoint> catalog(Data access) {
        var all = new ArrayList<Endpoint>();
        for (Data service : access.list("serviceCatalog")) {
            for (Data endpoint : service.list("endpoints")) {
                all.add(new Endpoint(service.text("name"), service.text("type"), "public", endpoint.text("region"), endpoint.text("publicURL")));
            }
        }
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return user + " at " + url;
    }
}
