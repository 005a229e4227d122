package io.slipway.output.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.output.Runs;
import org.junit.jupiter.api.Test;

class NewestAttemptsTest {

    private final NewestAttempts attempts = new NewestAttempts();

    @Test
    void shouldLetTheNewestRunAnswerAndNoOlderOneAfterIt() {
        attempts.arrived(Runs.step("env", 5));
        attempts.arrived(Runs.step("env", 9));
        attempts.arrived(Runs.step("env", 7));

        assertThat(attempts.unlessOutdated(Runs.step("env", 5), () -> "5")).isEmpty();
        assertThat(attempts.unlessOutdated(Runs.step("env", 9), () -> "9")).contains("9");
        assertThat(attempts.unlessOutdated(Runs.step("env", 9), () -> "again")).contains("again");
    }

    @Test
    void shouldTellJobsAndEnvironmentsApart() {
        attempts.arrived(Runs.step("env", 9));

        assertThat(attempts.unlessOutdated(Runs.step("other", 1), () -> "1")).contains("1");
    }

    @Test
    void shouldForgetTheLongestUnusedJobs() {
        attempts.arrived(Runs.step("first", 9));
        for (int i = 0; i < 10_000; i++) {
            attempts.arrived(Runs.step("env" + i, 1));
        }

        assertThat(attempts.unlessOutdated(Runs.step("first", 1), () -> "1")).contains("1");
    }
}
