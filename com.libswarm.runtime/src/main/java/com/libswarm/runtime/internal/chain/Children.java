package com.libswarm.runtime.internal.chain;

import com.libswarm.runtime.internal.flight.Carried;
import com.libswarm.runtime.internal.spec.Spec;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** One instance's ports to the nested links for which it has asked, by name. Thread-safe. */
final class Children {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Instance parent;
    private final Map<String, ChildPort> byName = new ConcurrentSkipListMap<>();

    Children(Instance parent) {
        this.parent = parent;
    }

    /** @throws IllegalArgumentException if it cannot be named so */
    ChildPort open(String name, Spec asked) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A nested link cannot be named '" + name
                    + "': use letters, digits, dots, dashes and underscores.");
        }
        synchronized (byName) {
            if (byName.containsKey(name)) {
                throw new IllegalArgumentException("The link " + parent.name() + " has a nested link '" + name + "' already.");
            }
            ChildPort child = new ChildPort(parent, parent.slot().nested(), name, asked);
            byName.put(name, child);
            return child;
        }
    }

    /** See {@link ChildPort#start}. */
    void start() {
        byName.values().forEach(ChildPort::start);
    }

    void switchOver() {
        byName.values().forEach(ChildPort::switchOver);
    }

    /** See {@link ChildPort#activate}. */
    void activate() {
        byName.values().forEach(ChildPort::activate);
    }

    void settle() {
        byName.values().forEach(ChildPort::settle);
    }

    void goBack(String why) {
        byName.values().forEach(child -> child.goBack(why));
    }

    /** The parent is about to get messages: what was sent before is not its own. */
    void born() {
        byName.values().forEach(ChildPort::born);
    }

    /** The parent gets no more messages: what it carries, with what it has sent to nested links. */
    Carried with(Carried carried) {
        Carried all = carried;
        for (ChildPort child : byName.values()) {
            all = child.with(all);
        }
        return all;
    }

    void forget(ChildPort child) {
        byName.values().remove(child);
    }

    void release() {
        byName.values().forEach(ChildPort::release);
    }
}
