package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Finding;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.Plan;
import com.libswarm.runtime.internal.flight.Carried;
import com.libswarm.runtime.internal.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what a change of a chain would do. Any thread; nothing is changed. */
final class Planner {

    private final Scope scope;
    private final Row row;

    Planner(Scope scope, Row row) {
        this.scope = scope;
        this.row = row;
    }

    Plan swap(Slot slot, Spec spec) {
        List<Plan.Touched> links = new ArrayList<>();
        links.add(touched(slot, slot.version(), Optional.of(version(slot, spec))));
        String change = "Replaces the link " + slot.place() + " '" + slot.spec() + "' by '" + spec + "'.";
        return new Plan(change, links, findings(slot, spec, links));
    }

    Plan insert(int before, Spec spec) {
        // a slot that stands nowhere
        Slot slot = new Slot(scope, scope.flights(), () -> Integer.toString(before), spec);
        List<Plan.Touched> links = new ArrayList<>();
        links.add(touched(slot, Optional.empty(), Optional.of(version(slot, spec))));
        String change = "Puts '" + spec + "' into the chain '" + scope.name() + "' as its link " + before
                + "; those behind it are numbered anew.";
        return new Plan(change, links, findings(slot, spec, links));
    }

    Plan remove(Slot slot, int links) {
        String change = "Takes the link " + slot.place() + " '" + slot.spec() + "' out of its chain; those behind it are numbered anew.";
        List<Plan.Touched> touched = new ArrayList<>();
        slot.present().forEach(each -> touched.add(touched(each, each.version(), Optional.empty())));
        List<Finding> findings = new ArrayList<>();
        if (links == 1) {
            findings.add(Finding.bad("The chain '" + scope.name() + "' has only this link: destroy the chain instead."));
        }
        return new Plan(change, touched, findings);
    }

    List<Plan.Touched> linksOf(String adapter) {
        return row.present().stream().filter(slot -> slot.spec().adapter().equals(adapter))
                .map(slot -> touched(slot, slot.version(), Optional.empty())).toList();
    }

    private static Change.Version version(Slot slot, Spec spec) {
        return new Change.Version(spec.toString(), slot.adapter(spec).map(AdapterSource::version).orElse(""));
    }

    private Plan.Touched touched(Slot slot, Optional<Change.Version> now, Optional<Change.Version> then) {
        Carried carried = Carried.allOf(slot.flights());
        List<String> streams = carried.streams();
        int requests = carried.shown().size() - streams.size();
        return new Plan.Touched(scope.name(), slot.address(), now, then, Math.max(0, requests), streams, scope.drainLimits());
    }

    private List<Finding> findings(Slot slot, Spec spec, List<Plan.Touched> links) {
        Optional<AdapterSource> source = slot.adapter(spec);
        if (source.isEmpty()) {
            return List.of(Finding.bad(slot.missing(spec)));
        }
        try {
            Rehearsal rehearsal = new Rehearsal(slot, spec, source.get());
            List<Finding> findings = new ArrayList<>(rehearsal.run());
            addNested(slot, rehearsal.children(), links, findings);
            findings.add(Finding.unchecked("Whether it starts is known only when it does; if it does not, nothing has changed."));
            return findings;
        } catch (Failure failure) {
            return List.of(Finding.bad(failure.getMessage()));
        }
    }

    private void addNested(Slot slot, Map<String, Spec> wanted, List<Plan.Touched> links, List<Finding> findings) {
        Map<String, Spec> present = slot.nested().asked();
        Set<String> names = new TreeSet<>(present.keySet());
        names.addAll(wanted.keySet());
        for (String name : names) {
            String address = slot.address() + "." + name;
            // one that is yet to come stands nowhere
            Slot nested = slot.nested().resolve(name).orElseGet(() -> new Slot(scope, scope.newFlights(), () -> address, wanted.get(name)));
            if (wanted.isEmpty()) {
                findings.add(Finding.unchecked("Whether the nested link " + address + " stays is for the new link to say when it starts."));
            } else if (!wanted.containsKey(name)) {
                links.add(touched(nested, nested.version(), Optional.empty()));
            } else if (wanted.get(name).equals(present.get(name))) {
                findings.add(Finding.good("The nested link " + address + " stays as it is, with its connections and what it has kept."));
            } else {
                Spec spec = wanted.get(name);
                links.add(touched(nested, nested.version(), Optional.of(version(slot, spec))));
                if (slot.adapter(spec).isEmpty()) {
                    findings.add(Finding.bad(slot.missing(spec)));
                }
            }
        }
    }
}
