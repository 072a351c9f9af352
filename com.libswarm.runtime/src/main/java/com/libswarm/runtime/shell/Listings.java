package com.libswarm.runtime.shell;

import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.LinkInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the listings show: as text for people, as trees for {@link Json}. */
final class Listings {

    private Listings() {
    }

    static String commands() {
        var text = new StringBuilder();
        for (Command command : Command.values()) {
            text.append(command.help()).append('\n');
        }
        return text.toString();
    }

    static String adapters(List<AdapterInfo> adapters) {
        var table = new Table();
        adapters.forEach(adapter -> table.row(adapter.name(), adapter.summary()));
        return table.toString();
    }

    static String help(AdapterInfo adapter) {
        var details = new Table();
        for (var argument : adapter.arguments()) {
            details.row("  " + argument.name(), argument.summary()
                    + (argument.defaultValue().isEmpty() ? "" : " (default: " + argument.defaultValue() + ")"));
        }
        for (var option : adapter.options()) {
            details.row("  --" + option.name() + (option.value().isEmpty() ? "" : " " + option.value()), option.summary());
        }
        var text = new StringBuilder(adapter.usage()).append("\n\n  ").append(adapter.summary()).append('\n');
        if (!adapter.arguments().isEmpty() || !adapter.options().isEmpty()) {
            text.append('\n').append(details);
        }
        if (!adapter.examples().isEmpty()) {
            text.append("\nExamples:\n");
            adapter.examples().forEach(example -> text.append("  ").append(example).append('\n'));
        }
        return text.toString();
    }

    static String chains(List<Chain> chains) {
        if (chains.isEmpty()) {
            return "";
        }
        var table = new Table().row("NAME", "STATE", "LINKS");
        for (Chain chain : chains) {
            table.row(chain.name(), chain.state().toString(),
                    chain.links().stream().map(link -> "'" + link.spec() + "'").collect(Collectors.joining(" ")));
        }
        return table.toString();
    }

    static String chain(Chain chain) {
        String title = chain.name() + " is " + chain.state() + chain.problem().map(why -> ": " + why).orElse(".");
        var table = new Table().row("LINK", "STATE", "VERSION", "LISTENS", "SPEC");
        chain.links().forEach(link -> addLink(table, "", Integer.toString(link.number()), link));
        chain.removed().forEach(link -> addLink(table, "", "-", link));
        return Table.printable(title) + "\n" + table;
    }

    private static void addLink(Table table, String indent, String address, LinkInfo link) {
        table.row(indent + address, link.state(), link.version(), String.join(" ", link.listens()), link.spec());
        link.details().forEach((name, value) -> table.row("", "", "", "", "  " + name + ": " + value));
        for (LinkInfo.Draining draining : link.draining()) {
            table.row(indent, "draining", draining.version(), "since " + time(draining.since()), draining.spec());
            draining.carries().forEach(request -> table.row("", "", "", "", "  " + request));
        }
        link.nested().forEach(nested -> addLink(table, indent + "  ", address + "." + nested.name(), nested));
    }

    /** In UTC, to the second. */
    static String time(Instant when) {
        return when.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String limits(DrainLimits limits) {
        return "drain=" + limits.requestsText() + " streams=" + limits.streamsText();
    }

    static List<?> adaptersTree(List<AdapterInfo> adapters) {
        return adapters.stream().map(Listings::adapterTree).toList();
    }

    private static Map<String, Object> adapterTree(AdapterInfo adapter) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", adapter.name());
        tree.put("summary", adapter.summary());
        tree.put("usage", adapter.usage());
        tree.put("arguments", adapter.arguments().stream().map(argument -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("name", argument.name());
            entry.put("summary", argument.summary());
            entry.put("optional", argument.optional());
            entry.put("repeats", argument.repeats());
            entry.put("default", argument.defaultValue());
            return entry;
        }).toList());
        tree.put("options", adapter.options().stream().map(option -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("name", option.name());
            entry.put("value", option.value());
            entry.put("summary", option.summary());
            return entry;
        }).toList());
        tree.put("examples", adapter.examples());
        tree.put("bundle", adapter.bundle());
        return tree;
    }

    static Map<String, Object> chainTree(Chain chain) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", chain.name());
        tree.put("state", chain.state().toString());
        chain.problem().ifPresent(why -> tree.put("problem", why));
        tree.put("limits", limitsTree(chain.drainLimits()));
        tree.put("links", chain.links().stream().map(Listings::linkTree).toList());
        tree.put("removed", chain.removed().stream().map(Listings::linkTree).toList());
        return tree;
    }

    static Map<String, Object> limitsTree(DrainLimits limits) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("drain", limits.requestsText());
        tree.put("streams", limits.streamsText());
        return tree;
    }

    private static Map<String, Object> linkTree(LinkInfo link) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("number", link.number());
        if (!link.name().isEmpty()) {
            tree.put("name", link.name());
        }
        tree.put("adapter", link.adapter());
        tree.put("spec", link.spec());
        tree.put("state", link.state());
        tree.put("version", link.version());
        tree.put("listens", link.listens());
        tree.put("details", link.details());
        tree.put("draining", link.draining().stream().map(draining -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("spec", draining.spec());
            entry.put("version", draining.version());
            entry.put("since", draining.since().toString());
            entry.put("carries", draining.carries());
            return entry;
        }).toList());
        tree.put("nested", link.nested().stream().map(Listings::linkTree).toList());
        return tree;
    }
}
