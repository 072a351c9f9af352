package com.libswarm.adapter.aggregate.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MergedStreamTest {

    private final AtomicInteger closed = new AtomicInteger();
    private final MergedStream stream = new MergedStream(closed::incrementAndGet);
    private final List<Optional<Throwable>> ends = new ArrayList<>();

    private Feed add(String name) {
        Feed feed = Feed.create(1_000);
        stream.add(feed.body(), json -> json.contains("dropped") ? Optional.empty() : Optional.of(name + json), ends::add);
        return feed;
    }

    private static boolean write(Feed feed, String text) {
        return feed.offer(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Body body) throws Exception {
        return StandardCharsets.UTF_8.decode(body.collect(10_000_000).get(30, TimeUnit.SECONDS)).toString();
    }

    @Test
    void wholeObjectsComeOutInTheOrderInWhichTheyCome() throws Exception {
        Feed one = add("1");
        Feed other = add("2");
        write(one, "{\"a\":");
        write(other, "{\"b\":\"}\"}\r\n{\"dropped\":1}{\"c\"");
        write(one, "1}\n");
        write(other, ":2}");
        one.end();
        other.fail(502, "It broke.");
        stream.put("{\"own\":1}");
        stream.end();
        assertThat(text(stream.body())).isEqualTo("2{\"b\":\"}\"}\n1{\"a\":1}\n2{\"c\":2}\n{\"own\":1}\n");
        assertThat(ends).hasSize(2);
        assertThat(ends.get(0)).isEmpty();
        assertThat(ends.get(1)).get().extracting(Throwable::getMessage).isEqualTo("It broke.");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aSlowReaderSlowsAllAndEachGetsItsTurn() throws Exception {
        Feed one = add("1");
        Feed other = add("2");
        String line = "{\"x\":\"" + "y".repeat(900) + "\"}";
        int ones = 0;
        while (ones < 10_000 && write(one, line)) {
            ones++;
        }
        assertThat(ones).isLessThan(1_000);
        assertThat(write(other, line)).isTrue();
        one.end();
        other.end();
        var all = stream.body().collect(10_000_000);
        stream.end();
        String text = StandardCharsets.UTF_8.decode(all.get(30, TimeUnit.SECONDS)).toString();
        assertThat(text.lines().filter(each -> each.startsWith("1"))).hasSize(ones);
        assertThat(text.lines().filter(each -> each.startsWith("2"))).hasSize(1);
    }

    @Test
    void aReaderWhoWantsNoMoreEndsAll() {
        Feed one = add("1");
        stream.body().cancel();
        assertThat(one.isCancelled()).isTrue();
        assertThat(add("2").isCancelled()).isTrue();
        assertThat(closed).hasValue(1);
        assertThat(ends).isEmpty();
    }
}
