package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.act.Movables.Movable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The containers that could not be moved or started yet: why, and when that is tried again. Thread-safe. */
final class Waiting {

    private static final long FIRST_SECONDS = 2;
    private static final long LONGEST_SECONDS = 60;

    private final Logger log;
    private final BiConsumer<Movable, String> onNews;
    private final Map<String, Try> tries = new ConcurrentHashMap<>();

    private record Try(String sentence, int number, long next) {

        Try now() {
            return new Try(sentence, 0, System.nanoTime());
        }
    }

    /** @param onNews told when one cannot be moved or started, and when that has another reason */
    Waiting(Logger log, BiConsumer<Movable, String> onNews) {
        this.log = log;
        this.onNews = onNews;
    }

    boolean isDue(String id, long now) {
        Try last = tries.get(id);
        return last == null || now - last.next >= 0;
    }

    /** @param what is so because of that: {@code waits for another node} */
    void failed(Movable movable, String what, String why) {
        String sentence = "The container " + movable.name() + " of the node " + movable.node() + " " + what + ": " + why;
        Try last = tries.get(movable.id());
        int number = last == null ? 1 : last.number + 1;
        long seconds = Math.min(LONGEST_SECONDS, FIRST_SECONDS << Math.min(number - 1, 10));
        tries.put(movable.id(), new Try(sentence, number, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)));
        if (last == null || !last.sentence.equals(sentence)) {
            log.log(Level.WARNING, sentence);
            onNews.accept(movable, why);
        }
    }

    void done(String id) {
        tries.remove(id);
    }

    /** Forgets all others. */
    void retain(Set<String> ids) {
        tries.keySet().retainAll(ids);
    }

    void tryNow() {
        tries.replaceAll((id, last) -> last.now());
    }

    List<String> sentences() {
        return tries.values().stream().map(Try::sentence).sorted().toList();
    }
}
