package com.libswarm.docker.internal.table;

/** The HTTP method and the decoded URL path, without version prefix, of a message. */
public record Target(String method, String path) {
}
