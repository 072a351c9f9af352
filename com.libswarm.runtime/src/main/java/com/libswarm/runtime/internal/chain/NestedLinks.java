package com.libswarm.runtime.internal.chain;

import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The nested links of one slot, by name. They belong to the slot, so they outlive the instances that ask for them: one ends when
 * no instance uses it any more. Thread-safe.
 */
final class NestedLinks {

    private final Slot parent;

    // guarded by this
    private final Map<String, NestedLink> byName = new TreeMap<>();
    private final List<NestedLink> ending = new ArrayList<>();

    NestedLinks(Slot parent) {
        this.parent = parent;
    }

    /** The nested link of that name, which may be there already. */
    synchronized NestedLink use(String name, Spec asked, ChildPort user) {
        NestedLink link = byName.computeIfAbsent(name, made -> new NestedLink(parent, name, asked));
        link.users().add(user);
        return link;
    }

    /** Somebody uses it no more. */
    void release(NestedLink link, ChildPort user) {
        synchronized (this) {
            link.users().remove(user);
            if (!isUnused(link)) {
                return;
            }
            forget(link);
        }
        close(link);
    }

    /** Ends those that nobody uses, after an instance has taken the place of another, or has gone for good. */
    void closeUnused() {
        List<NestedLink> unused;
        synchronized (this) {
            unused = byName.values().stream().filter(this::isUnused).toList();
            unused.forEach(this::forget);
        }
        unused.forEach(NestedLinks::close);
    }

    // while the parent's code is away, those that it had stay
    private boolean isUnused(NestedLink link) {
        return link.users().isEmpty() && !(parent.waits() && link.isTaken());
    }

    private void forget(NestedLink link) {
        if (byName.remove(link.name(), link)) {
            ending.removeIf(NestedLink::isOver);
            ending.add(link);
        }
    }

    private static void close(NestedLink link) {
        link.slot().close("The nested link " + link.slot().place() + " is closed.");
    }

    synchronized List<Slot> present() {
        return byName.values().stream().map(NestedLink::slot).toList();
    }

    /** Also of those that end. */
    synchronized List<Slot> slots() {
        ending.removeIf(NestedLink::isOver);
        return Stream.concat(byName.values().stream(), ending.stream()).map(NestedLink::slot).toList();
    }

    synchronized Optional<NestedLink> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    synchronized Map<String, Spec> asked() {
        Map<String, Spec> asked = new TreeMap<>();
        byName.forEach((name, link) -> asked.put(name, link.asked()));
        return asked;
    }

    /**
     * The slot of a nested link, or of one within it.
     *
     * @param path {@code NAME} or {@code NAME.NAME}; a name may have dots, too
     */
    Optional<Slot> resolve(String path) {
        Optional<NestedLink> whole = find(path);
        if (whole.isPresent()) {
            return whole.map(NestedLink::slot);
        }
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            String rest = path.substring(dot + 1);
            Optional<Slot> found = find(path.substring(0, dot)).flatMap(link -> link.slot().nested().resolve(rest));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    List<LinkInfo> infos() {
        List<NestedLink> present;
        List<NestedLink> leaving;
        synchronized (this) {
            present = List.copyOf(byName.values());
            leaving = ending.stream().filter(link -> !link.isOver()).toList();
        }
        List<LinkInfo> infos = new ArrayList<>();
        for (NestedLink link : present) {
            boolean used = parent.waits() || parent.current().filter(link::isUsedBy).isPresent();
            int number = infos.size() + 1;
            infos.add(used ? link.slot().info(number, link.name()) : link.slot().info(number, link.name(), LinkInfo.REMOVED));
        }
        leaving.forEach(link -> infos.add(link.slot().info(infos.size() + 1, link.name(), LinkInfo.REMOVED)));
        return infos;
    }
}
