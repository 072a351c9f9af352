package com.libswarm.conformance.wire;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Tap;
import java.nio.ByteBuffer;

/** A body that comes as DATA; what its reader has read is given as credit to the other end. */
final class IncomingBody {

    /** How many bytes an end may send before the first CREDIT. */
    static final int WINDOW = 64 * 1024;

    private final Feed feed;
    private final Body body;

    /** @param done runs once, if the reader cancels before the end has come */
    IncomingBody(long id, long length, Lane lane, Runnable done) {
        feed = Feed.create(WINDOW, length);
        feed.onCancel(() -> {
            done.run();
            lane.send(Frame.cancel(id));
        });
        body = feed.body().tap(new Credit(id, lane));
    }

    Body body() {
        return body;
    }

    void data(ByteBuffer bytes) {
        if (!feed.offer(bytes)) {
            throw new WireException("The other end sent more bytes of a body than it had credit for.");
        }
    }

    void end(Head trailer) {
        feed.end(trailer);
    }

    void fail(Failure why) {
        feed.fail(why.status(), why.getMessage());
    }

    /** Gives credit in halves of the window, not for each read. */
    private static final class Credit implements Tap {
        private final long id;
        private final Lane lane;
        private int read;

        Credit(long id, Lane lane) {
            this.id = id;
            this.lane = lane;
        }

        @Override
        public void bytes(ByteBuffer view) {
            read += view.remaining();
            if (read >= WINDOW / 2) {
                int credit = read;
                read = 0;
                lane.send(Frame.credit(id, credit));
            }
        }

        @Override
        public void ended(Ending how) {
            // the feed tells of a cancel; nothing to do for the others
        }
    }
}
