package com.libswarm.runtime.shell;

import com.libswarm.api.adapter.Finding;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A plan: as text for people, as a tree for {@link Json}. */
final class PlanListing {

    private PlanListing() {
    }

    static String text(Plan plan) {
        var text = new StringBuilder(Table.printable(plan.change())).append('\n');
        if (!plan.links().isEmpty()) {
            var table = new Table().row("LINK", "NOW", "THEN");
            plan.links().forEach(link -> table.row(link.chain() + "/" + link.link(), HistoryListing.version(link.now()),
                    HistoryListing.version(link.then())));
            text.append('\n').append(table);
        }
        var chains = new LinkedHashMap<String, Plan.Touched>();
        plan.links().stream().filter(link -> link.now().isPresent()).forEach(link -> chains.putIfAbsent(link.chain(), link));
        chains.values().forEach(link -> text.append('\n').append(carried(link)));
        if (!plan.findings().isEmpty()) {
            var table = new Table();
            plan.findings().forEach(finding -> table.row(word(finding.outcome()), finding.sentence()));
            text.append('\n').append(table);
        }
        return text.toString();
    }

    private static String carried(Plan.Touched link) {
        var text = new StringBuilder("In the chain ").append(link.chain()).append(" these stay on the old code: ")
                .append(link.requests()).append(link.requests() == 1 ? " request" : " requests").append(" that ")
                .append(link.requests() == 1 ? "waits for its reply (it gets an Error" : "wait for their reply (they get an Error")
                .append(" after ").append(link.limits().requestsText()).append("), ")
                .append(link.streams().size()).append(link.streams().size() == 1 ? " stream " : " streams ")
                .append(link.limits().streams().isEmpty() ? "(without a limit)" : "(cut after " + link.limits().streamsText() + ")")
                .append(".\n");
        link.streams().forEach(stream -> text.append("  ").append(Table.printable(stream)).append('\n'));
        return text.toString();
    }

    private static String word(Finding.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    static Map<String, Object> tree(Plan plan) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("change", plan.change());
        tree.put("wouldFail", plan.wouldFail());
        tree.put("links", plan.links().stream().map(PlanListing::linkTree).toList());
        tree.put("findings", plan.findings().stream()
                .map(finding -> Map.of("outcome", word(finding.outcome()), "sentence", finding.sentence())).toList());
        return tree;
    }

    private static Map<String, Object> linkTree(Plan.Touched link) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("chain", link.chain());
        tree.put("link", link.link());
        put(tree, "now", link.now());
        put(tree, "then", link.then());
        tree.put("requests", link.requests());
        tree.put("streams", List.copyOf(link.streams()));
        tree.put("limits", Listings.limitsTree(link.limits()));
        return tree;
    }

    private static void put(Map<String, Object> tree, String name, Optional<Change.Version> version) {
        version.ifPresent(there -> tree.put(name, HistoryListing.versionTree(there)));
    }
}
