package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.internal.spec.Spec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The slots of a chain in their order, and the ports between them. Changed by one thread at a time; looking is for any.
 *
 * <pre>
 *   head --&gt; entrance [slot 1] -- out --&gt; entrance [slot 2] -- out --&gt; entrance [the end]
 * </pre>
 */
final class Row {

    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,6})(?:\\.(.+))?");

    private final Scope scope;
    private final LinkPort head;
    private final Entrance end;
    private final List<Slot> removed = new CopyOnWriteArrayList<>();
    private volatile List<Slot> slots = List.of();

    Row(Scope scope) {
        this.scope = scope;
        this.head = scope.port(scope.flights());
        this.end = new Entrance(scope.end());
        end.lead(head);
    }

    LinkPort head() {
        return head;
    }

    List<Slot> slots() {
        return slots;
    }

    /** Those that were taken out, while they still carry something. */
    List<Slot> removed() {
        for (Slot slot : removed) {
            if (slot.withNested().stream().allMatch(each -> each.draining().isEmpty())) {
                slot.ports().detach();
                removed.remove(slot);
            }
        }
        return List.copyOf(removed);
    }

    /** The slots, and those of their nested links. */
    List<Slot> present() {
        List<Slot> all = new ArrayList<>();
        slots.forEach(slot -> all.addAll(slot.present()));
        return all;
    }

    /** The slots, those that were removed, and the nested ones of all, also of those that end. */
    List<Slot> all() {
        List<Slot> all = new ArrayList<>();
        slots.forEach(slot -> all.addAll(slot.withNested()));
        removed().forEach(slot -> all.addAll(slot.withNested()));
        return all;
    }

    /** A slot that is to stand at {@code index}, or to be {@link SlotPorts#detach detached}; it leads already where it will. */
    Slot make(int index, Spec spec) {
        Slot[] self = new Slot[1];
        String first = Integer.toString(index + 1);
        self[0] = new Slot(scope, scope.flights(), () -> address(self[0]).orElse(first), spec);
        behind(index).lead(self[0].ports().out());
        return self[0];
    }

    private Entrance behind(int index) {
        return index >= slots.size() ? end : slots.get(index).entrance();
    }

    private Optional<String> address(Slot slot) {
        int index = slots.indexOf(slot);
        return index < 0 ? Optional.empty() : Optional.of(Integer.toString(index + 1));
    }

    /** Puts a slot between its neighbours: ports that led to the one behind it lead to it now. */
    void insert(int index, Slot slot) {
        removed();
        behind(index).redirect(slot.entrance(), port -> !slot.ports().has(port));
        List<Slot> more = new ArrayList<>(slots);
        more.add(index, slot);
        slots = List.copyOf(more);
    }

    /** Takes a slot out: ports that led to it lead to the one behind it. Its own still do, for what it carries. */
    void remove(Slot slot) {
        removed();
        int index = slots.indexOf(slot);
        slot.entrance().redirect(behind(index + 1), port -> true);
        List<Slot> fewer = new ArrayList<>(slots);
        fewer.remove(slot);
        slots = List.copyOf(fewer);
        removed.add(slot);
    }

    /** @throws Failure 404 if there is no such link */
    Slot numbered(int link) {
        if (link < 1 || link > slots.size()) {
            throw new Failure(404, "The chain '" + scope.name() + "' has no link " + link + ": it has " + slots.size() + ".");
        }
        return slots.get(link - 1);
    }

    /** @throws Failure 404 if there is no such place */
    void checkPlace(int before) {
        if (before < 1 || before > slots.size() + 1) {
            throw new Failure(404, "A link cannot be put in front of link " + before + ": the chain '" + scope.name() + "' has "
                    + slots.size() + ". Give a number from 1 to " + (slots.size() + 1) + ".");
        }
    }

    /**
     * @param address {@code NUMBER}, {@code NUMBER.NAME} and so on
     * @throws Failure 404 if there is no such link, 400 if it is no address
     */
    Slot find(String address) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            throw new Failure(400, "'" + address + "' is no link: write its number, such as 2, or for a link within it 2.NAME.");
        }
        Slot slot = numbered(Integer.parseInt(parts.group(1)));
        String path = parts.group(2);
        return path == null ? slot : slot.nested().resolve(path).orElseThrow(() -> new Failure(404, "The link " + slot.place()
                + " has no nested link '" + path + "': swarm:show " + scope.name() + " lists those that there are."));
    }

    /** Tells those in front of a slot that something behind their port was replaced. */
    void tellThoseInFrontOf(Slot changed) {
        tellThoseInFrontOf(changed, slots.indexOf(changed));
    }

    /** @param index where it is, or was; below 0 for a nested link */
    void tellThoseInFrontOf(Slot changed, int index) {
        Set<LinkPort> ports = new LinkedHashSet<>(changed.entrance().ports());
        if (index >= 0) {
            ports.add(head);
            slots.subList(0, Math.min(index, slots.size())).forEach(slot -> ports.addAll(slot.ports().ofInstances()));
        }
        scope.switched(ports);
    }
}
