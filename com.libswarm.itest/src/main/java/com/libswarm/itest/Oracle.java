package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Asks a chain for its greeting all the time, from several threads, and notes every answer that is not one. */
final class Oracle implements AutoCloseable {

    private static final int ASKERS = 3;

    private final Chain chain;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> greetings = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean ended;

    Oracle(Chain chain) {
        this.chain = chain;
        for (int i = 0; i < ASKERS; i++) {
            Thread thread = new Thread(this::ask, "oracle-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void ask() {
        // at least once, also when the test is over before this thread runs
        do {
            try {
                Message reply = Call.ask(chain.head(), Message.of(Verb.Get, "/greeting")).result().get(60, TimeUnit.SECONDS);
                asked.incrementAndGet();
                if (reply.verb() == Verb.Set) {
                    greetings.add(reply.text());
                } else {
                    failures.add(reply.toString());
                }
                Thread.yield();
            } catch (Exception noAnswer) {
                failures.add(noAnswer.toString());
            }
        } while (!ended);
    }

    Set<String> greetings() {
        return Set.copyOf(greetings);
    }

    long asked() {
        return asked.get();
    }

    /** Asks no more; every answer has been a greeting. */
    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(90));
        }
        assertThat(failures).isEmpty();
        assertThat(asked.get()).isPositive();
    }
}
