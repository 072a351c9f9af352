package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HumanDurationTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    /** As docker/go-units has it in its own test. */
    @ParameterizedTest
    @CsvSource({"450, Less than a second", "1000, 1 second", "45000, 45 seconds", "60000, About a minute", "180000, 3 minutes",
            "2100000, 35 minutes", "3599000, 59 minutes", "3600000, About an hour", "5399000, About an hour", "5400000, 2 hours",
            "10800000, 3 hours", "170999000, 47 hours", "171000000, 2 days"})
    void durationsAreWrittenAsEnginesWriteThem(long millis, String text) {
        assertThat(HumanDuration.text(millis)).isEqualTo(text);
    }

    @Test
    void longOnesToo() {
        assertThat(HumanDuration.text(13 * DAY)).isEqualTo("13 days");
        assertThat(HumanDuration.text(14 * DAY)).isEqualTo("2 weeks");
        assertThat(HumanDuration.text(59 * DAY)).isEqualTo("8 weeks");
        assertThat(HumanDuration.text(60 * DAY)).isEqualTo("2 months");
        assertThat(HumanDuration.text(729 * DAY)).isEqualTo("24 months");
        assertThat(HumanDuration.text(730 * DAY)).isEqualTo("2 years");
        assertThat(HumanDuration.text(1096 * DAY)).isEqualTo("3 years");
    }

    @Test
    void aTextTellsWhichDurationsItStandsFor() {
        for (long millis = 1; millis < 5_000 * DAY; millis += Math.max(7, millis / 1_013)) {
            String text = HumanDuration.text(millis);
            var range = HumanDuration.range(text).orElseThrow();
            assertThat(millis).as(text).isBetween(range.from(), range.to() - 1);
            assertThat(HumanDuration.text(range.from())).isEqualTo(text);
            assertThat(HumanDuration.text(range.to() - 1)).isEqualTo(text);
            assertThat(HumanDuration.text(range.to())).isNotEqualTo(text);
        }
        assertThat(HumanDuration.range("About a year")).isEmpty();
        assertThat(HumanDuration.range("5 fortnights")).isEmpty();
    }
}
