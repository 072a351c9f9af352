package com.libswarm.e2e.storm;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Links of the adapter {@code stamp}, one number each, and what answers tell of them: a request that was sent when one had been taken out must
 * not bear its number, and one that was sent when one had been put in, and that was answered before it was taken out, must. So answers show
 * which generation served them. Thread-safe.
 */
final class Stamps {

    private static final long NEVER = Long.MAX_VALUE;

    private final Map<Integer, Life> lives = new ConcurrentHashMap<>();
    // those that have not been taken out yet
    private final Map<Integer, Life> there = new ConcurrentHashMap<>();
    private final long zero = System.nanoTime();
    private int last;

    private static final class Life {

        private final String chain;
        private volatile long in = NEVER;
        private volatile long going = NEVER;
        private volatile long out = NEVER;
        private volatile boolean seen;

        Life(String chain) {
            this.chain = chain;
        }
    }

    /** A new one, which is about to be put in. */
    synchronized int create(String chain) {
        Life life = new Life(chain);
        lives.put(++last, life);
        there.put(last, life);
        return last;
    }

    void isIn(int number) {
        lives.get(number).in = now();
    }

    /** It is about to be taken out. */
    void goes(int number) {
        lives.get(number).going = now();
    }

    void isOut(int number) {
        lives.get(number).out = now();
        there.remove(number);
    }

    /** Whether an answer has borne this number. */
    boolean isSeen(int number) {
        return lives.get(number).seen;
    }

    long seen() {
        return lives.values().stream().filter(life -> life.seen).count();
    }

    int created() {
        return lives.size();
    }

    /** The time by which {@link #check} goes. */
    long now() {
        return System.nanoTime() - zero;
    }

    /**
     * What an answer says of them.
     *
     * @param sent {@link #now} when its request was sent
     * @return what is wrong
     */
    Optional<String> check(String chain, String stamps, long sent) {
        Set<Integer> borne = Arrays.stream(stamps.split(" ")).filter(word -> !word.isEmpty()).map(Integer::valueOf).collect(Collectors.toSet());
        for (int number : borne) {
            Life life = lives.get(number);
            life.seen = true;
            if (!life.chain.equals(chain) || life.out < sent) {
                return Optional.of("stamp " + number + " of chain " + life.chain + " was no longer there when it was sent");
            }
        }
        for (Map.Entry<Integer, Life> entry : there.entrySet()) {
            Life life = entry.getValue();
            if (life.chain.equals(chain) && life.in < sent && !borne.contains(entry.getKey()) && life.going == NEVER) {
                return Optional.of("it passed stamp " + entry.getKey() + " by, which was there");
            }
        }
        return Optional.empty();
    }
}
