package com.libswarm.e2e.harness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Replaces what differs from run to run: names, ids, times, addresses. */
final class Mask {

    private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(Pattern.compile("\\b[0-9a-f]{64}\\b"), "ID64");
        WORDS.put(Pattern.compile("\\b[0-9a-f]{12}\\b"), "ID12");
        // of nodes, services and the like in a swarm
        WORDS.put(Pattern.compile("\\b[0-9a-z]{25}\\b"), "ID25");
        WORDS.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?( ?Z| ?[+-]\\d\\d:?\\d\\d)?( UTC)?"), "TIME");
        WORDS.put(Pattern.compile("(Less than a|About an?|\\d+) (second|minute|hour|day)s?( ago)? *"), "AGO ");
        WORDS.put(Pattern.compile("(?m) +$"), "");
        WORDS.put(Pattern.compile("/tmp/docker-import-\\d+"), "/tmp/docker-import-N");
        // it has a file in it whose name is random
        WORDS.put(Pattern.compile("(?<=build context to Docker daemon) +[0-9.]+[kM]?B"), " SIZE");
        WORDS.put(Pattern.compile("127\\.0\\.0\\.1:(?!1/)\\d+"), "ADDRESS");
        WORDS.put(Pattern.compile("\"execDuration\":\"\\d+\""), "\"execDuration\":\"N\"");
    }

    private Mask() {
    }

    static String apply(String text, String name) {
        String masked = text.replace(name, "NAME");
        for (Map.Entry<Pattern, String> word : WORDS.entrySet()) {
            masked = word.getKey().matcher(masked).replaceAll(word.getValue());
        }
        return masked;
    }
}
