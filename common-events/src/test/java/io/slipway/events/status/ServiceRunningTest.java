package io.slipway.events.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.events.EventJson;
import io.slipway.events.status.ServiceRunning.Container;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However much there is to tell of a service, its record stays small. */
class ServiceRunningTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String LONG = "x".repeat(100_000);

    private static Instance talkative(String name, RunningState state) {
        Ending ending = new Ending(1, 0, LONG, LONG, LONG, AT, AT);
        return new Instance(
                name,
                state,
                LONG,
                3,
                AT,
                LONG,
                IntStream.range(0, 100)
                        .mapToObj(i -> new Container("c" + i, LONG, state, LONG, LONG, 3, AT, ending))
                        .toList(),
                IntStream.range(0, 100)
                        .mapToObj(i -> new Occurrence(true, LONG, i + LONG, AT))
                        .toList());
    }

    @Test
    void shouldStaySmallHoweverMuchThereIsToTell() throws JsonProcessingException {
        ServiceRunning running = new ServiceRunning(
                "env",
                "web",
                RunningState.ERROR,
                IntStream.range(0, 200)
                        .mapToObj(i -> talkative("web-" + i, RunningState.ERROR))
                        .toList(),
                AT);

        String json = EventJson.mapper().writeValueAsString(running);

        assertThat(json.getBytes(StandardCharsets.UTF_8).length).isLessThan(900_000);
        assertThat(running.instances()).hasSize(200);
    }

    @Test
    void shouldKeepTheNewestOccurrencesAndCutTexts() {
        Instance instance = talkative("web", RunningState.ERROR);

        assertThat(instance.occurrences())
                .hasSize(Instance.MOST)
                .last()
                .satisfies(last -> assertThat(last.message()).startsWith("99").endsWith("…"));
        assertThat(instance.containers()).hasSize(Instance.MOST);
        assertThat(instance.reason()).hasSize(1_000).endsWith("…");
    }

    @Test
    void shouldNotCutThroughACharacter() {
        Occurrence occurrence = new Occurrence(true, "Failed", "x".repeat(398) + "\uD83D\uDEA2 more", AT);

        assertThat(occurrence.message()).isEqualTo("x".repeat(398) + "…");
    }

    @Test
    void shouldTellEverythingOfThoseInTroubleFirst() {
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < ServiceRunning.DETAILED + 2; i++) {
            instances.add(talkative("web-" + i, RunningState.RUNNING));
        }
        instances.add(talkative("web-last", RunningState.ERROR));

        ServiceRunning running = new ServiceRunning("env", "web", RunningState.WARNING, instances, AT);

        assertThat(running.instances()).extracting(Instance::name).last().isEqualTo("web-last");
        assertThat(running.instances().getLast().containers()).isNotEmpty();
        assertThat(running.instances())
                .filteredOn(instance -> instance.containers().isEmpty())
                .hasSize(3)
                .allSatisfy(instance -> {
                    assertThat(instance.occurrences()).isEmpty();
                    assertThat(instance.restarts()).isEqualTo(3);
                    assertThat(instance.reason()).isNotNull();
                });
    }
}
