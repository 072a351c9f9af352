package com.libswarm.openstack.internal;

import java.time.Instant;
import java.util.List;

/**
 * What a login gives.
 *
 * @param token a secret
 * @param expires when the token is no good any more
 * @param region the account's own, or empty
 */
public record Session(String token, Instant expires, List<Endpoint> catalog, String region) {

    @Override
    public String toString() {
        return "session until " + expires;
    }

    /**
     * Where a service is.
     *
     * @param name the service's name, which may be empty
     * @param type the kind of service: {@code compute}
     * @param face who is to use it: {@code public}
     * @param region empty if the service has none
     */
    public record Endpoint(String name, String type, String face, String region, String url) {

        /** @param path with a slash at its beginning */
        String url(String path) {
            return url.replaceFirst("/+$", "") + path;
        }
    }
}
