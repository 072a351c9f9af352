package com.libswarm.runtime.internal.spec;

import com.libswarm.api.Failure;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.AdapterInfo.Argument;
import com.libswarm.runtime.AdapterInfo.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A spec's words, sorted by its adapter's declaration into arguments and options, with defaults filled in. */
public record Arguments(List<String> args, Map<String, List<String>> options) {

    /**
     * Options may stand anywhere; after {@code --} nothing is one. If the adapter declares none, nothing is one either.
     *
     * @throws Failure 400 if they do not fit the declaration
     */
    public static Arguments of(Spec spec, AdapterInfo adapter) {
        List<String> args = new ArrayList<>();
        Map<String, List<String>> options = new LinkedHashMap<>();
        boolean literal = adapter.options().isEmpty();
        List<String> words = spec.words();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!literal && word.equals("--")) {
                literal = true;
            } else if (literal || !word.startsWith("--")) {
                args.add(word);
            } else {
                int equals = word.indexOf('=');
                Option option = find(adapter, equals < 0 ? word.substring(2) : word.substring(2, equals));
                if (option.value().isEmpty() && equals >= 0) {
                    throw unfit(adapter, "the option --" + option.name() + " takes no value");
                }
                if (!option.value().isEmpty() && equals < 0 && ++i == words.size()) {
                    throw unfit(adapter, "the option --" + option.name() + " needs a value, " + option.value());
                }
                String value = option.value().isEmpty() ? "true" : equals >= 0 ? word.substring(equals + 1) : words.get(i);
                options.computeIfAbsent(option.name(), name -> new ArrayList<>(1)).add(value);
            }
        }
        return new Arguments(complete(args, adapter), Map.copyOf(options));
    }

    private static List<String> complete(List<String> args, AdapterInfo adapter) {
        List<String> all = new ArrayList<>(args);
        for (int i = args.size(); i < adapter.arguments().size(); i++) {
            Argument argument = adapter.arguments().get(i);
            if (!argument.defaultValue().isEmpty()) {
                all.add(argument.defaultValue());
            } else if (!argument.optional()) {
                throw unfit(adapter, "the argument " + argument.name() + " is missing");
            }
        }
        boolean open = adapter.arguments().stream().anyMatch(Argument::repeats);
        if (!open && args.size() > adapter.arguments().size()) {
            throw unfit(adapter, "there is nothing that '" + args.get(adapter.arguments().size()) + "' could be");
        }
        return List.copyOf(all);
    }

    private static Option find(AdapterInfo adapter, String name) {
        return adapter.options().stream().filter(option -> option.name().equals(name)).findFirst()
                .orElseThrow(() -> unfit(adapter, "there is no option --" + name));
    }

    private static Failure unfit(AdapterInfo adapter, String why) {
        return new Failure(400, "The arguments do not fit " + adapter.name() + ": " + why + ". Usage: " + adapter.usage());
    }
}
