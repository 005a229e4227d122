package io.slipway.runtime.docker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.runtime.docker.engine.ContainerState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");

    private static History after(String... actions) {
        History history = History.NONE;
        for (String action : actions) {
            int space = action.indexOf(' ');
            Map<String, String> attributes =
                    action.startsWith("die") ? Map.of("exitCode", action.substring(space + 1)) : Map.of();
            history = history.after(action.startsWith("die") ? "die" : action, attributes, AT);
        }
        return history;
    }

    private static ContainerState running(Instant finishedAt) {
        return new ContainerState("running", 0, false, "", AT, finishedAt, null, 1, "web:1", 64, null);
    }

    @Test
    void shouldRememberHowAProcessEndedWhenTheNextOneRuns() {
        Instant finished = AT.minusSeconds(1);

        assertThat(after("start", "die 3", "start").ending(running(finished)))
                .isEqualTo(new Ending(3, 0, "Error", "ended with exit code 3", null, null, finished));
    }

    @Test
    void shouldKnowNothingOfWhatWasBeforeItWasWatched() {
        assertThat(History.NONE.ending(running(AT))).isNull();
    }

    @Test
    void shouldTellWhatTheEngineSaysOfAProcessThatHasEnded() {
        ContainerState ended = new ContainerState(
                "exited", 127, false, "exec: not found", AT, AT.plusSeconds(2), null, 0, "web:1", 64, null);

        assertThat(History.NONE.ending(ended))
                .isEqualTo(new Ending(
                        127,
                        0,
                        "StartError",
                        "ended with exit code 127 (its command was not found)",
                        "exec: not found",
                        AT,
                        AT.plusSeconds(2)));
    }

    @Test
    void shouldTellThatAProcessTookTooMuchMemory() {
        History history = after("start", "oom", "die 137", "start");

        assertThat(history.ending(running(AT)).cause()).isEqualTo("OOMKilled");
        assertThat(history.ending(running(AT)).signal()).isEqualTo(9);
        assertThat(history.occurrences())
                .extracting(Occurrence::cause)
                .containsExactly("Started", "OOMKilling", "OOMKilled", "Started");
    }

    @Test
    void shouldNotBlameMemoryForAnEndingOfAnotherKind() {
        // A child of the process was killed, the process itself went on and ended as it wanted.
        assertThat(after("start", "oom", "die 0").ending(running(AT)).cause()).isEqualTo("Completed");
    }

    @Test
    void shouldNotWarnOfAnEndThatWasAskedFor() {
        assertThat(after("kill", "die 143").occurrences())
                .singleElement()
                .satisfies(occurrence -> assertThat(occurrence.warning()).isFalse());
        assertThat(after("die 143").occurrences())
                .singleElement()
                .satisfies(occurrence -> assertThat(occurrence.warning()).isTrue());
    }

    @Test
    void shouldWarnWhenTheHealthCheckOfTheImageFails() {
        assertThat(after("health_status: healthy", "health_status: unhealthy").occurrences())
                .singleElement()
                .satisfies(occurrence -> {
                    assertThat(occurrence.warning()).isTrue();
                    assertThat(occurrence.cause()).isEqualTo("Unhealthy");
                });
    }

    @Test
    void shouldKeepTheLatestOccurrencesOnly() {
        String[] actions = new String[20];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = i % 2 == 0 ? "start" : "die " + i;
        }

        assertThat(after(actions).occurrences())
                .hasSize(Instance.MOST)
                .last()
                .satisfies(last -> assertThat(last.message()).endsWith("exit code 19"));
    }
}
