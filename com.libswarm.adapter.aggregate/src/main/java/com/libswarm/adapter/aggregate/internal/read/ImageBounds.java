package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.ObjectKind;
import com.libswarm.api.Message;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The images that a list of images goes up to, or begins after (Docker API, GET /images/json, filters {@code before} and {@code since}).
 * A node that has them compares by itself; the images of the others are compared with them by the second.
 */
record ImageBounds(List<Bound> bounds) {

    private static final String BEFORE = "before";
    private static final String SINCE = "since";

    /** @param holders of the image; none if there is no such image, which the nodes then say */
    private record Bound(String filter, List<Holders.Holder> holders) {

        boolean isKnownTo(Node node) {
            return holders.isEmpty() || holders.stream().anyMatch(holder -> holder.node() == node);
        }

        /** A name may stand for several images, one a node; for the other nodes it is the first. */
        boolean admits(Fields image) {
            return holders.stream().findFirst().map(holder -> Instant.parse(Json.text(holder.object(), "Created")).getEpochSecond())
                    .map(bound -> filter.equals(BEFORE) ? image.number("Created") < bound : image.number("Created") > bound).orElse(true);
        }

        /** As the nodes that have the image know it. */
        Filters putInto(Filters filters) {
            return holders.stream().findFirst().map(holder -> filters.with(filter, holder.ref())).orElse(filters);
        }
    }

    /** @param request for whose sake the nodes are asked for the images that {@code filters} name */
    static CompletableFuture<ImageBounds> of(Filters filters, Holders images, Message request) {
        return bound(filters, BEFORE, images, request).thenCombine(bound(filters, SINCE, images, request),
                (before, since) -> new ImageBounds(Stream.concat(before.stream(), since.stream()).toList()));
    }

    private static CompletableFuture<List<Bound>> bound(Filters filters, String filter, Holders images, Message request) {
        return filters.first(filter).map(ref -> images.of(ObjectKind.IMAGES.collection(), ref, request)
                .thenApply(found -> List.of(new Bound(filter, found.holders())))).orElseGet(() -> CompletableFuture.completedFuture(List.of()));
    }

    boolean areKnownTo(Node node) {
        return bounds.stream().allMatch(bound -> bound.isKnownTo(node));
    }

    boolean admit(Fields image) {
        return bounds.stream().allMatch(bound -> bound.admits(image));
    }

    /** What the nodes are asked that know these images. */
    Filters putInto(Filters filters) {
        Filters put = filters;
        for (Bound bound : bounds) {
            put = bound.putInto(put);
        }
        return put;
    }

    /** What the others are asked. */
    static Filters takeFrom(Filters filters) {
        return filters.without(BEFORE).without(SINCE);
    }
}
