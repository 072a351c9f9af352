package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import java.util.regex.Pattern;

/** The name of an image as people write it, made familiar: {@code docker.io/library/busybox} is {@code busybox:latest}. */
record Reference(String repository, String tag) {

    private static final Pattern REPOSITORY = Pattern.compile("([a-zA-Z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    /** @throws Failure 400 if it is not the name of an image */
    static Reference parse(String text) {
        String name = text;
        for (String prefix : new String[] {"docker.io/", "index.docker.io/", "library/"}) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        int digest = name.indexOf('@');
        name = digest < 0 ? name : name.substring(0, digest);
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String repository = colon < 0 ? name : name.substring(0, colon);
        String tag = colon < 0 ? "latest" : name.substring(colon + 1);
        if (!REPOSITORY.matcher(repository).matches() || !TAG.matcher(tag).matches()) {
            throw new Failure(400, "invalid reference format: '" + text + "' is not the name of an image");
        }
        return new Reference(repository, tag);
    }

    /** The last part of the repository's name: nginx of {@code example.org/web/nginx}. */
    String baseName() {
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
