package com.libswarm.adapter.ssh.internal.config;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ssh's configuration (ssh_config(5)) says of one host: blocks of {@code Host} with patterns, {@code Match all}, and
 * {@code Include}. Of each keyword the first value counts, of {@code IdentityFile} all. Blocks of any other {@code Match} are skipped.
 */
final class ConfigFile {

    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z]+)\\s*[=\\s]\\s*(.+?)\\s*");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final String ACCUMULATES = "identityfile";
    private static final int INCLUDE_DEPTH = 16;

    private final String host;
    private final Path home;
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private ConfigFile(String host, Path home) {
        this.host = host;
        this.home = home;
    }

    /**
     * Reads files in their order; one that is not there says nothing.
     *
     * @param home where {@code ~} is
     * @return the values by keyword, in small letters
     * @throws Failure 400 if a file cannot be read
     */
    static Map<String, List<String>> of(String host, List<Path> files, Path home) {
        var reader = new ConfigFile(host, home);
        files.forEach(file -> reader.read(file, 0));
        return reader.values;
    }

    private void read(Path file, int depth) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        boolean applies = true;
        for (String line : lines(file)) {
            Matcher form = LINE.matcher(line);
            if (line.isBlank() || line.stripLeading().startsWith("#") || !form.matches()) {
                continue;
            }
            String keyword = form.group(1).toLowerCase(Locale.ROOT);
            List<String> words = words(form.group(2));
            switch (keyword) {
                case "host" -> applies = HostPatterns.match(host, words);
                case "match" -> applies = words.size() == 1 && words.get(0).equalsIgnoreCase("all");
                case "include" -> {
                    if (applies) {
                        words.forEach(included -> include(included, depth));
                    }
                }
                default -> {
                    if (applies) {
                        note(keyword, words);
                    }
                }
            }
        }
    }

    private void note(String keyword, List<String> words) {
        if (keyword.equals(ACCUMULATES)) {
            values.computeIfAbsent(keyword, none -> new ArrayList<>()).addAll(words);
        } else {
            values.putIfAbsent(keyword, words);
        }
    }

    private void include(String pattern, int depth) {
        if (depth >= INCLUDE_DEPTH) {
            throw new Failure(400, "ssh's configuration includes itself: see 'Include " + pattern + "'.");
        }
        Path file = path(pattern, home);
        Path whole = file.isAbsolute() ? file : home.resolve(".ssh").resolve(file);
        Path folder = Optional.ofNullable(whole.getParent()).orElse(home);
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, whole.getFileName().toString())) {
            files.forEach(found::add);
        } catch (IOException unreadable) {
            throw new Failure(400, "Cannot read the folder " + folder + ", which ssh's configuration includes.", unreadable);
        }
        found.stream().sorted(Comparator.naturalOrder()).forEach(one -> read(one, depth + 1));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new Failure(400, "Cannot read ssh's configuration " + file + ": it is no text, or swarmd's user may not read it.", unreadable);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find() && !word.group().startsWith("#")) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words;
    }

    /** A file that ssh's configuration or a spec names; a shell leaves a tilde alone within quotes. */
    static Path path(String text, Path home) {
        return text.equals("~") ? home : text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    }
}
