package io.slipway.kit.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreshCommitTest {

    private long millis = 1_000_000;
    private long nanos = -5;
    private final FreshCommit gate =
            new FreshCommit(Duration.ofMillis(50), Duration.ofMillis(4), () -> millis, () -> nanos);

    @Test
    void shouldAskForAFreshRecord() {
        assertThat(gate.wanted(millis)).isTrue();
    }

    @Test
    void shouldAskForTheFirstRecordWhateverThePause() {
        FreshCommit patient = new FreshCommit(Duration.ofMinutes(5), Duration.ofDays(365));

        assertThat(patient.wanted(System.currentTimeMillis())).isTrue();
        assertThat(patient.wanted(System.currentTimeMillis())).isFalse();
        assertThat(new FreshCommit(Duration.ofMinutes(5), Duration.ZERO).wanted(System.currentTimeMillis()))
                .isTrue();
    }

    @Test
    void shouldNotAskForARecordOfABacklog() {
        assertThat(gate.wanted(millis - 50)).isFalse();
        assertThat(gate.wanted(millis - 49)).isTrue();
    }

    @Test
    void shouldNotAskAgainBeforeThePauseIsOver() {
        assertThat(gate.wanted(millis)).isTrue();
        nanos += 3_999_999;
        assertThat(gate.wanted(millis)).isFalse();
        nanos += 1;
        assertThat(gate.wanted(millis)).isTrue();
    }

    @Test
    void shouldCountThePausePerThread() throws InterruptedException {
        boolean[] wanted = new boolean[1];
        assertThat(gate.wanted(millis)).isTrue();

        Thread other = Thread.ofPlatform().start(() -> wanted[0] = gate.wanted(millis));
        other.join();

        assertThat(wanted[0]).isTrue();
    }
}
