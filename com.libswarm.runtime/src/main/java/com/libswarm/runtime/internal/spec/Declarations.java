package com.libswarm.runtime.internal.spec;

import com.libswarm.api.adapter.Declaration;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.AdapterInfo.Argument;
import com.libswarm.runtime.AdapterInfo.Option;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the texts of a {@link Declaration}, from the annotation or from a service's properties. */
public final class Declarations {

    /** Brackets, name, dots; two spaces; what it is; its default. */
    private static final Pattern ARGUMENT = Pattern.compile("(\\[?)(\\S+?)(\\.\\.\\.)?(]?)(?:\\s{2,}(.*?))?(?:\\s*\\(default: (.*)\\))?");

    private static final Pattern OPTION = Pattern.compile("--(\\S+)(?: (\\S+))?(?:\\s{2,}(.*))?");

    private Declarations() {
    }

    public static AdapterInfo of(Declaration declaration) {
        return of(declaration.name(), declaration.summary(), declaration.arguments(), declaration.options(), declaration.examples(), "");
    }

    /** @param property gives a service property by its name, null if there is none, as OSGi does */
    public static AdapterInfo of(Function<String, Object> property, String bundle) {
        Function<String, Object> own = name -> property.apply(Declaration.PREFIX_ + name);
        return of(strings(own.apply("name"))[0], String.join(" ", strings(own.apply("summary"))), strings(own.apply("arguments")),
                strings(own.apply("options")), strings(own.apply("examples")), bundle);
    }

    private static AdapterInfo of(String name, String summary, String[] arguments, String[] options, String[] examples, String bundle) {
        return new AdapterInfo(name, summary, List.of(arguments).stream().map(Declarations::argument).toList(),
                List.of(options).stream().map(Declarations::option).toList(), List.of(examples), bundle);
    }

    private static Argument argument(String text) {
        Matcher m = match(ARGUMENT, text);
        String defaultValue = m.group(6) == null ? "" : m.group(6);
        return new Argument(m.group(2), m.group(5) == null ? "" : m.group(5), !m.group(1).isEmpty() || !defaultValue.isEmpty(),
                m.group(3) != null, defaultValue);
    }

    private static Option option(String text) {
        Matcher m = match(OPTION, text);
        return new Option(m.group(1), m.group(2) == null ? "" : m.group(2), m.group(3) == null ? "" : m.group(3));
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher m = pattern.matcher(text.trim());
        if (!m.matches()) {
            throw new IllegalArgumentException("The declaration's line '" + text + "' cannot be read.");
        }
        return m;
    }

    private static String[] strings(Object value) {
        if (value instanceof String[]) {
            return (String[]) value;
        }
        return value == null ? new String[0] : new String[] {value.toString()};
    }
}
