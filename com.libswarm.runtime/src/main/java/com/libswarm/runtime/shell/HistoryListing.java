package com.libswarm.runtime.shell;

import com.libswarm.runtime.Change;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was changed: as text for people, as trees for {@link Json}. */
final class HistoryListing {

    private HistoryListing() {
    }

    static String text(List<Change> changes) {
        if (changes.isEmpty()) {
            return "";
        }
        var table = new Table().row("WHEN", "LINK", "CHANGE", "START", "SWITCH", "DRAIN", "FROM", "TO");
        for (Change change : changes) {
            String drain = change.drains() ? "drains" : change.draining().map(HistoryListing::time).orElse("");
            table.row(Listings.time(change.at()), change.chain() + "/" + change.link(), change.kind() + (change.failure().isPresent() ? " failed" : ""),
                    time(change.starting()), time(change.switching()), drain, version(change.from()), version(change.to()));
        }
        var text = new StringBuilder(table.toString());
        for (Change change : changes) {
            String link = Listings.time(change.at()) + " " + change.chain() + "/" + change.link();
            change.failure().ifPresent(why -> text.append('\n').append(link).append(" failed: ").append(Table.printable(why)));
            change.ended().forEach(line -> text.append('\n').append(link).append(" ended: ").append(Table.printable(line)));
        }
        return text.append(text.charAt(text.length() - 1) == '\n' ? "" : "\n").toString();
    }

    private static String time(Duration time) {
        return time.toSeconds() >= 1 ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0)
                : String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1_000_000.0);
    }

    /** As text: the spec, and the version behind it. */
    static String version(Optional<Change.Version> version) {
        return version.map(there -> there.spec() + (there.version().isEmpty() ? "" : " (" + there.version() + ")")).orElse("-");
    }

    static Map<String, Object> versionTree(Change.Version version) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("spec", version.spec());
        tree.put("version", version.version());
        return tree;
    }

    static Map<String, Object> tree(Change change) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("at", change.at().toString());
        tree.put("chain", change.chain());
        tree.put("link", change.link());
        tree.put("kind", change.kind().toString());
        change.from().ifPresent(from -> tree.put("from", versionTree(from)));
        change.to().ifPresent(to -> tree.put("to", versionTree(to)));
        tree.put("startMillis", millis(change.starting()));
        tree.put("switchMillis", millis(change.switching()));
        change.draining().ifPresent(draining -> tree.put("drainMillis", millis(draining)));
        tree.put("drains", change.drains());
        tree.put("ended", change.ended());
        change.failure().ifPresent(why -> tree.put("failure", why));
        return tree;
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1_000 / 1_000.0;
    }
}
