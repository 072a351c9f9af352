package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Things of a cloud that have an id and a name: flavors, images, networks. Arguments name them by either. */
public final class Named {

    private static final int MOST_SHOWN = 5;

    private final String kind;
    private final Map<String, String> namesById = new TreeMap<>();

    /** @param kind what they are, for people: {@code flavor} */
    public Named(String kind) {
        this.kind = kind;
    }

    public void put(String id, String name) {
        namesById.put(id, name);
    }

    /** @throws Failure 404 if there is none, with those that are nearest; 409 if several have that name */
    public String id(String idOrName) {
        if (namesById.containsKey(idOrName)) {
            return idOrName;
        }
        List<String> ids = ids(idOrName, false);
        if (ids.isEmpty()) {
            ids = ids(idOrName, true);
        }
        if (ids.size() > 1) {
            throw new Failure(409, "There are " + ids.size() + " " + kind + "s named " + idOrName + ": write the id of one of them, "
                    + String.join(" or ", ids) + ".");
        }
        if (ids.isEmpty()) {
            throw new Failure(404, "There is no " + kind + " " + idOrName + (namesById.isEmpty() ? ", and no other." : ". Did you mean "
                    + String.join(", ", nearest(idOrName)) + "?"));
        }
        return ids.get(0);
    }

    private List<String> ids(String name, boolean anyCase) {
        return namesById.entrySet().stream().filter(one -> anyCase ? one.getValue().equalsIgnoreCase(name) : one.getValue().equals(name))
                .map(Map.Entry::getKey).toList();
    }

    /** The name of that id, or the id if there is none any more. */
    public String name(String id) {
        return namesById.getOrDefault(id, id);
    }

    private List<String> nearest(String word) {
        Set<String> wanted = pairs(word);
        return namesById.values().stream().distinct().sorted(Comparator.comparingDouble((String name) -> -likeness(wanted, pairs(name)))
                .thenComparing(Comparator.naturalOrder())).limit(MOST_SHOWN).toList();
    }

    /** By the pairs of letters that both have (Dice's coefficient): it does not mind when words are in another order, or more of them. */
    private static double likeness(Set<String> one, Set<String> other) {
        long common = one.stream().filter(other::contains).count();
        return one.isEmpty() && other.isEmpty() ? 0 : 2.0 * common / (one.size() + other.size());
    }

    private static Set<String> pairs(String word) {
        String small = " " + word.toLowerCase(Locale.ROOT);
        var pairs = new HashSet<String>();
        for (int i = 0; i + 2 <= small.length(); i++) {
            pairs.add(small.substring(i, i + 2));
        }
        return pairs;
    }
}
