package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StatusTest {

    private static final long MINUTE = 60_000;

    private static Status printed(String text, long at) {
        return Status.of("\"" + text + "\"", at, at, Optional.empty());
    }

    private static Status again(Status known, String text, long at) {
        return Status.of("\"" + text + "\"", at, at, Optional.of(known));
    }

    private static String at(Status status, long now) {
        String json = new String(status.at(now), StandardCharsets.UTF_8);
        return json.substring(1, json.length() - 1);
    }

    @Test
    void timeGoesOn() {
        Status status = printed("Up 5 seconds (healthy)", 10_000);
        assertThat(at(status, 10_000)).isEqualTo("Up 5 seconds (healthy)");
        assertThat(at(status, 11_000)).isEqualTo("Up 6 seconds (healthy)");
        assertThat(at(status, 15_000 + MINUTE)).isEqualTo("Up About a minute (healthy)");
        assertThat(at(printed("Exited (137) 3 hours ago", 0), 60 * MINUTE + MINUTE)).isEqualTo("Exited (137) 4 hours ago");
        assertThat(at(printed("Restarting (1) Less than a second ago", 0), 2_000)).isEqualTo("Restarting (1) 2 seconds ago");
        assertThat(at(printed("Up 3 minutes (Paused)", 0), MINUTE)).isEqualTo("Up 4 minutes (Paused)");
    }

    @Test
    void whatIsNoTimeStays() {
        for (String text : new String[] {"Created", "", "Dead", "Removal In Progress", "Up some time", "läuft"}) {
            assertThat(at(printed(text, 0), 1_000_000)).isEqualTo(text);
            assertThat(printed(text, 0).wantsListAt(0)).isEqualTo(Long.MAX_VALUE);
        }
    }

    /** What is shown is never ahead of the engine, and each list that shows a change makes it exact. */
    @Test
    void eachListTellsMore() {
        long begun = -17_000;
        Status status = printed("Up 3 minutes", 3 * MINUTE);
        assertThat(at(status, 4 * MINUTE - 17_000)).isEqualTo("Up 3 minutes");
        assertThat(status.wantsListAt(3 * MINUTE)).isEqualTo(3 * MINUTE + 2_000);
        for (long now = 3 * MINUTE + 2_000; now < 4 * MINUTE; now += 2_000) {
            status = again(status, "Up " + HumanDuration.text(now - begun), now);
        }
        assertThat(status.wantsListAt(4 * MINUTE)).isEqualTo(Long.MAX_VALUE);
        for (long minutes = 4; minutes < 40; minutes++) {
            assertThat(at(status, minutes * MINUTE + begun - 2_000)).isEqualTo("Up " + (minutes - 1) + " minutes");
            assertThat(at(status, minutes * MINUTE + begun + 2_000)).isEqualTo("Up " + minutes + " minutes");
        }
    }

    @Test
    void aContainerThatStartedAgainBeginsAnew() {
        Status status = again(printed("Up 3 minutes", 0), "Up 1 second", MINUTE);
        assertThat(at(status, MINUTE + 2_000)).isEqualTo("Up 3 seconds");
        assertThat(at(again(status, "Exited (0) 2 seconds ago", MINUTE), MINUTE)).isEqualTo("Exited (0) 2 seconds ago");
    }

    @Test
    void theEventOfTheChangeIsExact() {
        Status status = printed("Up Less than a second", 10_900).begunAt(10_100);
        assertThat(at(status, 11_099)).isEqualTo("Up Less than a second");
        assertThat(at(status, 11_100)).isEqualTo("Up 1 second");
        assertThat(at(printed("Up 3 minutes", 10_000).begunAt(9_000), 10_000)).isEqualTo("Up 3 minutes");
    }
}
