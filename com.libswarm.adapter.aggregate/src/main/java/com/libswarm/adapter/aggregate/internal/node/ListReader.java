package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.api.Listing;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Reads one list of a node's containers. An element that is as it was before is recognized by its bytes, and not read again. */
final class ListReader {

    private static final String ID_FIRST = "{\"Id\":\"";

    private record Found(Container container, Listed listed) {
    }

    private final Node node;
    private final ContainerIndex index;
    private final Changes.Look look;
    private final long asked;
    private final boolean isFirst;
    private final List<Found> found = new ArrayList<>();

    /**
     * @param asked when the list was asked for
     * @param isFirst whether it is the first since the node was connected, which may have another address now: then nothing is as it was
     */
    ListReader(Node node, ContainerIndex index, Changes.Look look, long asked, boolean isFirst) {
        this.node = node;
        this.index = index;
        this.look = look;
        this.asked = asked;
        this.isFirst = isFirst;
    }

    CompletionStage<Void> read(Message reply) {
        return Listing.forEach(Replies.orThrow(reply), element -> {
            if (!element.json().isEmpty()) {
                found.add(found(element.json(), Nodes.now()));
            }
        });
    }

    private Found found(String json, long received) {
        Optional<String> id = id(json);
        Optional<Entry> known = id.flatMap(each -> index.entry(node, each));
        OptionalLong moment = id.map(each -> look.moments().get(each)).orElse(OptionalLong.empty());
        if (known.isPresent() && moment.isEmpty() && !isFirst) {
            Container container = known.get().container();
            Optional<Listed> again = known.get().listed().filter(listed -> listed.name().equals(container.name()))
                    .flatMap(listed -> listed.again(json, asked, received));
            if (again.isPresent()) {
                return new Found(container, again.get());
            }
        }
        Fields fields = Fields.of(json, 502);
        Container container = Container.of(node, fields);
        Optional<Status> status = moment.isPresent() ? Optional.empty() : known.flatMap(Entry::listed).map(Listed::status);
        Listed listed = Listed.of(fields, container, asked, received, status);
        return new Found(container, moment.isPresent() ? listed.begunAt(moment.getAsLong()) : listed);
    }

    private static Optional<String> id(String json) {
        int end = json.startsWith(ID_FIRST) ? json.indexOf('"', ID_FIRST.length()) : -1;
        return end < 0 ? Optional.empty() : Optional.of(json.substring(ID_FIRST.length(), end));
    }

    /** What was listed. */
    List<Container> containers() {
        return found.stream().map(Found::container).toList();
    }

    /** Forgets the others. */
    void retain(List<Container> counting) {
        if (counting.size() < found.size()) {
            Set<String> ids = counting.stream().map(Container::id).collect(Collectors.toSet());
            found.removeIf(each -> !ids.contains(each.container.id()));
        }
    }

    /** @param mark of the index, taken before the list was asked for */
    void putInto(ContainerIndex index, long mark) {
        Set<String> listed = found.stream().map(each -> each.container.id()).collect(Collectors.toSet());
        if (look.all()) {
            index.retain(node, listed, mark);
        } else {
            look.moments().keySet().stream().filter(id -> !listed.contains(id)).forEach(id -> index.removeUnlisted(node, id, mark));
        }
        // the oldest first, as they were created
        Collections.reverse(found);
        found.forEach(each -> index.putListed(each.container, Optional.of(each.listed), mark));
    }

    /** Those to which links of others have given more names. */
    Set<String> linked() {
        return found.stream().filter(each -> each.listed.isLinked()).map(each -> each.container.id()).collect(Collectors.toSet());
    }

    /** The states of the containers, by their ids. */
    Map<String, String> states() {
        var states = new HashMap<String, String>();
        found.forEach(each -> states.put(each.container.id(), each.container.state()));
        return states;
    }

    /** When another list would tell more of the times in what was listed. */
    long wantsListAt() {
        long now = Nodes.now();
        return found.stream().mapToLong(each -> each.listed.status().wantsListAt(now)).min().orElse(Long.MAX_VALUE);
    }
}
