package com.libswarm.adapter.aggregate.internal.stream;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One body for several readers: the slowest sets the pace, and one that wants no more is left out. */
public final class Tee {

    private static final int CAPACITY = 256 * 1024;

    private final Lane lane = new Lane();
    private final Body source;
    // used on the lane
    private final Set<Feed> feeds = new LinkedHashSet<>();
    private final Set<Feed> behind = new LinkedHashSet<>();
    private ByteBuffer chunk = Body.NOTHING_YET;
    private boolean asked;

    private Tee(Body source) {
        this.source = source;
    }

    /** @return as many bodies as there are readers; none if there is no body */
    public static List<Body> of(Body source, int readers) {
        if (source.isNone()) {
            return Collections.nCopies(readers, Body.NONE);
        }
        var tee = new Tee(source);
        var bodies = new ArrayList<Body>();
        for (int i = 0; i < readers; i++) {
            Feed feed = Feed.create(CAPACITY, source.length());
            tee.feeds.add(feed);
            feed.onCancel(() -> tee.lane.run(() -> tee.leave(feed)));
            bodies.add(feed.body());
        }
        tee.lane.run(tee::pump);
        return bodies;
    }

    private void leave(Feed feed) {
        feeds.remove(feed);
        behind.remove(feed);
        if (feeds.isEmpty()) {
            source.cancel();
        } else {
            pump();
        }
    }

    private void pump() {
        try {
            while (!feeds.isEmpty() && !asked && delivered()) {
                ByteBuffer bytes = source.read();
                if (bytes == Body.END) {
                    List.copyOf(feeds).forEach(Feed::end);
                    feeds.clear();
                } else if (bytes == Body.NOTHING_YET) {
                    asked = true;
                    source.demand(() -> lane.run(() -> {
                        asked = false;
                        pump();
                    }));
                } else {
                    chunk = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip().asReadOnlyBuffer();
                    behind.addAll(feeds);
                }
            }
        } catch (IOException broken) {
            Failure why = Failure.of(broken);
            List.copyOf(feeds).forEach(feed -> feed.fail(why.status(), why.getMessage()));
            feeds.clear();
        }
    }

    /** Whether all have the present chunk. */
    private boolean delivered() {
        for (Feed feed : List.copyOf(behind)) {
            if (feed.offer(chunk.duplicate())) {
                behind.remove(feed);
            } else {
                feed.onRoom(() -> lane.run(this::pump));
            }
        }
        return behind.isEmpty();
    }
}
