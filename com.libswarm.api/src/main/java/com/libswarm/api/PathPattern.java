package com.libswarm.api;

/** A router's pattern: literal segments, {@code *} for one, {@code **} at the end for one or more. */
final class PathPattern {

    private final String[] segments;
    private final int firstWildcard;
    private final boolean open;

    private PathPattern(String[] segments, int firstWildcard, boolean open) {
        this.segments = segments;
        this.firstWildcard = firstWildcard;
        this.open = open;
    }

    static PathPattern of(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("The pattern '" + pattern + "' does not start with a slash.");
        }
        String[] segments = pattern.substring(1).split("/", -1);
        int firstWildcard = segments.length;
        for (int i = segments.length - 1; i >= 0; i--) {
            if (segments[i].equals("**") && i < segments.length - 1) {
                throw new IllegalArgumentException("The pattern '" + pattern + "' has '**' before its end.");
            }
            firstWildcard = isWildcard(segments[i]) ? i : firstWildcard;
        }
        return new PathPattern(segments, firstWildcard, segments[segments.length - 1].equals("**"));
    }

    private static boolean isWildcard(String segment) {
        return segment.equals("*") || segment.equals("**");
    }

    boolean matches(String path) {
        int at = 1;
        for (int i = 0; i < segments.length; i++) {
            if (at > path.length()) {
                return false;
            }
            if (open && i == segments.length - 1) {
                return at < path.length();
            }
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            if (isWildcard(segments[i]) ? end == at : !matches(segments[i], path, at, end)) {
                return false;
            }
            at = end + 1;
        }
        return at == path.length() + 1;
    }

    private static boolean matches(String segment, String path, int from, int to) {
        return segment.length() == to - from && path.startsWith(segment, from);
    }

    /** The part of a path that matches, from the first wildcard on. */
    String name(String path) {
        int at = 0;
        for (int i = 0; i <= firstWildcard && at >= 0; i++) {
            at = i == 0 ? 1 : path.indexOf('/', at) + 1;
            if (at == 0) {
                return "";
            }
        }
        return firstWildcard == segments.length ? "" : path.substring(at);
    }
}
