package io.slipway.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignalsTest {

    @Test
    void shouldStopAProcessThatListens() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();

        assertThat(Signals.stop(process.toHandle(), "TERM", Duration.ofSeconds(10)))
                .isTrue();

        assertThat(process.toHandle().isAlive()).isFalse();
    }

    @Test
    void shouldKillAProcessThatDoesNotListen() throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done").start();
        byte[] ready = process.getInputStream().readNBytes("ready\n".length());
        assertThat(new String(ready, StandardCharsets.UTF_8)).isEqualTo("ready\n");

        assertThat(Signals.stop(process.toHandle(), "TERM", Duration.ofMillis(300)))
                .isFalse();

        assertThat(process.toHandle().isAlive()).isFalse();
    }

    @Test
    void shouldTakeAProcessThatHasEndedAsStopped() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        assertThat(Signals.stop(process.toHandle(), "TERM", Duration.ofSeconds(1)))
                .isTrue();
    }
}
