package com.libswarm.docker.internal.table;

import com.libswarm.api.Verb;
import java.util.List;

/**
 * An operation whose verb or aspect is not what its method and URL say by default.
 *
 * @param level whether the rest of the URL is a collection or one of its objects
 * @param segment the end of the URL after that; empty if the URL is the collection or object itself
 */
record Row(Level level, String method, String segment, List<String> collections, Verb verb, String aspect) {

    enum Level { COLLECTION, OBJECT }

    static Row on(Level level, String method, String segment, String collections, Verb verb, String aspect) {
        return new Row(level, method, segment, List.of(collections.split(" ")), verb, aspect);
    }

    String url(String object) {
        return segment.isEmpty() ? object : object + "/" + segment;
    }
}
