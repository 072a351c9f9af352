package com.libswarm.adapter.openstack;

import com.libswarm.cloud.internal.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * With what one logs in to keystone.
 *
 * @param described for people, without secrets: {@code the password of the user joe}
 * @param identity the object {@code identity} of the request
 * @param scope the object {@code scope}; empty if the credentials have one of their own
 */
record Credentials(String described, Map<String, Object> identity, Map<String, Object> scope) {

    /**
     * By the variables that python-novaclient reads. An application credential is taken before a token, and that before a password, unless
     * OS_AUTH_TYPE says which.
     */
    static Credentials read(Settings settings) {
        String type = settings.variable("OS_AUTH_TYPE").orElse("").replaceFirst("^v3", "");
        boolean any = type.isEmpty();
        if (type.equals("applicationcredential") || any && settings.variable("OS_APPLICATION_CREDENTIAL_ID", "OS_APPLICATION_CREDENTIAL_NAME").isPresent()) {
            return ofApplication(settings);
        }
        if (type.equals("token") || any && settings.variable("OS_TOKEN", "OS_AUTH_TOKEN").isPresent()) {
            return ofToken(settings);
        }
        if (any || type.equals("password")) {
            return ofPassword(settings);
        }
        settings.lacks("an OS_AUTH_TYPE that it knows: password, token or v3applicationcredential, not " + type);
        return new Credentials("", Map.of(), Map.of());
    }

    private static Credentials ofApplication(Settings settings) {
        var credential = new LinkedHashMap<String, Object>();
        Optional<String> id = settings.variable("OS_APPLICATION_CREDENTIAL_ID");
        Optional<String> name = settings.variable("OS_APPLICATION_CREDENTIAL_NAME");
        id.ifPresentOrElse(known -> credential.put("id", known), () -> {
            // a name is unique for its user only
            credential.put("name", name.orElse(""));
            credential.put("user", user(settings));
        });
        credential.put("secret", secret(settings, "OS_APPLICATION_CREDENTIAL_SECRET"));
        return new Credentials("the application credential " + id.or(() -> name).orElse(""),
                Map.of("methods", List.of("application_credential"), "application_credential", credential), Map.of());
    }

    private static Credentials ofToken(Settings settings) {
        return new Credentials("the token", Map.of("methods", List.of("token"), "token", Map.of("id", secret(settings, "OS_TOKEN", "OS_AUTH_TOKEN"))),
                scope(settings));
    }

    private static Credentials ofPassword(Settings settings) {
        Map<String, Object> user = user(settings);
        var password = new LinkedHashMap<>(user);
        password.put("password", secret(settings, "OS_PASSWORD"));
        Map<String, Object> scope = scope(settings);
        if (scope.isEmpty()) {
            settings.lacks("OS_PROJECT_NAME or OS_PROJECT_ID");
        }
        return new Credentials("the password of the user " + user.getOrDefault("name", user.getOrDefault("id", "")),
                Map.of("methods", List.of("password"), "password", Map.of("user", password)), scope);
    }

    private static String secret(Settings settings, String... variables) {
        return settings.variable(variables).orElseGet(() -> {
            settings.lacks(variables[0]);
            return "";
        });
    }

    private static Map<String, Object> user(Settings settings) {
        Optional<String> id = settings.variable("OS_USER_ID");
        if (id.isPresent()) {
            return Map.of("id", id.get());
        }
        Optional<String> name = settings.variable("OS_USERNAME");
        if (name.isEmpty()) {
            settings.lacks("OS_USERNAME or OS_USER_ID");
        }
        return Map.of("name", name.orElse(""), "domain", domain(settings, "USER"));
    }

    private static Map<String, Object> scope(Settings settings) {
        Optional<String> id = settings.variable("OS_PROJECT_ID", "OS_TENANT_ID");
        if (id.isPresent()) {
            return Map.of("project", Map.of("id", id.get()));
        }
        return settings.variable("OS_PROJECT_NAME", "OS_TENANT_NAME").<Map<String, Object>>map(name ->
                Map.of("project", Map.of("name", name, "domain", domain(settings, "PROJECT")))).orElse(Map.of());
    }

    private static Map<String, Object> domain(Settings settings, String whose) {
        return settings.variable("OS_" + whose + "_DOMAIN_ID", "OS_DEFAULT_DOMAIN_ID", "OS_DEFAULT_DOMAIN").<Map<String, Object>>map(id -> Map.of("id", id))
                .or(() -> settings.variable("OS_" + whose + "_DOMAIN_NAME", "OS_DEFAULT_DOMAIN_NAME").map(name -> Map.of("name", name)))
                .orElse(Map.of("id", "default"));
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return described;
    }
}
