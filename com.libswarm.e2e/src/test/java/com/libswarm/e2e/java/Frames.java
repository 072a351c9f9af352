package com.libswarm.e2e.java;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a container says, by stream. */
final class Frames extends ResultCallback.Adapter<Frame> {

    // guarded by this
    private final Map<StreamType, StringBuilder> texts = new EnumMap<>(StreamType.class);

    private final CountDownLatch first = new CountDownLatch(1);

    @Override
    public synchronized void onNext(Frame frame) {
        texts.computeIfAbsent(frame.getStreamType(), type -> new StringBuilder())
                .append(new String(frame.getPayload(), StandardCharsets.UTF_8));
        first.countDown();
    }

    void awaitFrame() throws InterruptedException {
        if (!first.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was said within a minute");
        }
    }

    @Override
    public synchronized String toString() {
        return texts.toString();
    }
}
