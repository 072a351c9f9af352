package com.libswarm.api;

/**
 * The rule for object paths. Links decide by the path (which object, whose, allowed or not), so every door (HTTP, the shell,
 * a socket) lets only canonical ones in: what a link reads is what the engine will read.
 */
public final class ObjectPath {

    private ObjectPath() {
    }

    /**
     * Gives {@code path} back if it is canonical: decoded, absolute, without empty, {@code .} or {@code ..} segments and
     * control characters. A slash at the end is allowed.
     *
     * @throws Failure 400 if it is not
     */
    public static String canonical(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            throw new Failure(400, "The path '" + shown(path) + "' does not start with a slash: write /containers/web.");
        }
        int start = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            if (c < ' ' || c == 127) {
                throw new Failure(400, "The path '" + shown(path) + "' holds a control character: send it without.");
            }
            if (c == '/') {
                if (i == start && i < path.length() || isDots(path, start, i)) {
                    throw new Failure(400, "The path '" + shown(path) + "' is not canonical: write it without '//', '.' and '..'.");
                }
                start = i + 1;
            }
        }
        return path;
    }

    private static boolean isDots(String path, int start, int end) {
        int length = end - start;
        return length > 0 && length <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.';
    }

    private static String shown(String path) {
        String line = path.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 100 ? line : line.substring(0, 100) + "...";
    }
}
