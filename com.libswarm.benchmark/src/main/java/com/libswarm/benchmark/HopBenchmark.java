package com.libswarm.benchmark;

import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A message through a chain of so many links in front of one that answers, with the collector that swarmd runs with. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class HopBenchmark {

    @Param({"pass", "look"})
    String link;

    @Param({"1", "3", "5"})
    int links;

    private Swarm swarm;
    private Port head;
    private final Message log = Message.log("/nothing", "line");
    private final Message get = Message.of(Verb.Get, "/nothing");
    private final Message stream = Message.of(Verb.Get, "/stream");

    @Setup
    public void chain() {
        swarm = Swarm.create((level, source, line) -> System.err.println(line));
        swarm.add(new Hops.Pass());
        swarm.add(new Hops.Look());
        swarm.add(new Hops.End());
        List<String> specs = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            specs.add(link + " " + i);
        }
        specs.add("end");
        head = swarm.create("bench", specs).head();
    }

    @TearDown
    public void close() {
        swarm.close();
    }

    /** A message for which no reply is wanted. */
    @Benchmark
    public void withoutReply() {
        head.send(log);
    }

    @Benchmark
    public Message withReply() {
        return Call.ask(head, get).result().join();
    }

    /** A reply with a body of 16 chunks of 4 KB, read to its end. */
    @Benchmark
    public long withStream() throws IOException {
        Body body = Call.ask(head, stream).result().join().body();
        long read = 0;
        for (ByteBuffer bytes = body.read(); bytes != Body.END; bytes = body.read()) {
            read += bytes.remaining();
        }
        return read;
    }
}
