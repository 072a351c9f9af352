package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an adapter is told: by options, and where these are silent by variables of the environment, in which alone secrets are. What is
 * missing is told at once, all of it.
 */
public final class Settings {

    private final Options options;
    private final Map<String, String> variables;
    private final List<String> missing = new ArrayList<>();

    /** The options of a spec: {@code context::option}. */
    @FunctionalInterface
    public interface Options {

        /** The values of an option, without its dashes. */
        List<String> values(String name);
    }

    /** @param variables the environment's, and those that stand for it */
    public Settings(Options options, Map<String, String> variables) {
        this.options = options;
        this.variables = variables;
    }

    /** The values of an option that may come several times. */
    public List<String> all(String option) {
        return options.values(option);
    }

    /** The value of an option, or of the first of the variables that there is; the last of an option that comes twice. */
    public Optional<String> get(String option, String... or) {
        List<String> values = all(option);
        return values.isEmpty() ? variable(or) : Optional.of(values.get(values.size() - 1)).filter(value -> !value.isBlank());
    }

    /** A file that an option names; a shell leaves a tilde alone within quotes. */
    public static Path file(String name) {
        return Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
    }

    /** The value of the first of the variables that is not empty. */
    public Optional<String> variable(String... names) {
        return Stream.of(names).map(name -> variables.getOrDefault(name, "").strip()).filter(value -> !value.isEmpty()).findFirst();
    }

    /** The same for what has to be there; if it is not, it is empty, and {@link #check} says so. */
    public String need(String option, String... or) {
        return get(option, or).orElseGet(() -> {
            lacks(Stream.concat(Stream.of("--" + option), Stream.of(or)).collect(Collectors.joining(" or ")));
            return "";
        });
    }

    /** Something has to be there and is not. */
    public void lacks(String what) {
        missing.add(what);
    }

    /** @throws Failure 400 that names all that is missing */
    public void check(String adapter) {
        if (!missing.isEmpty()) {
            throw new Failure(400, adapter + " needs " + String.join(", ", missing) + "; write options behind its name, and set variables (OS_...) in"
                    + " the environment of swarmd.");
        }
    }
}
