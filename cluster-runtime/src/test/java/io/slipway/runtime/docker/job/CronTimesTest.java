package io.slipway.runtime.docker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "* * * * *;Etc/UTC;2026-11-21T00:00:30Z;2026-11-21T00:01:00Z",
                "*/15 * * * *;Etc/UTC;2026-11-21T00:15:00Z;2026-11-21T00:30:00Z",
                "0 3 * * *;Europe/Paris;2026-11-21T00:00:00Z;2026-11-21T02:00:00Z",
                "0 3 * * *;Europe/Paris;2026-07-21T00:00:00Z;2026-07-21T01:00:00Z",
                "30 8 * * 1-5;America/New_York;2026-11-20T14:00:00Z;2026-11-23T13:30:00Z",
                "0 0 1 1 *;Etc/UTC;2026-11-21T00:00:00Z;2027-01-01T00:00:00Z",
                "0 0 29 2 *;Etc/UTC;2026-11-21T00:00:00Z;2028-02-29T00:00:00Z",
            })
    void shouldGiveTheNextTimeInItsZone(String schedule, String zone, Instant now, Instant next) {
        assertThat(CronTimes.of(schedule, zone).after(now)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "* * * * * *", "61 * * * *", "hello", "@daily x"})
    void shouldRefuseWhatIsNoSchedule(String schedule) {
        assertThatThrownBy(() -> CronTimes.of(schedule, "Etc/UTC")).isInstanceOfSatisfying(StepException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(e.failure().message()).contains("five cron fields");
        });
    }

    @Test
    void shouldRefuseAnUnknownTimeZone() {
        assertThatThrownBy(() -> CronTimes.of("* * * * *", "Mars/Olympus"))
                .isInstanceOfSatisfying(
                        StepException.class,
                        e -> assertThat(e.failure().message()).contains("Mars/Olympus"));
    }
}
