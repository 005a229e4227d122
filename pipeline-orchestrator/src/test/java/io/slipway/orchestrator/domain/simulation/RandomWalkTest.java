package io.slipway.orchestrator.domain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.StatusEvent;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random walks through the core. A failure names its seed: run it again with {@code -Dslipway.walk.seed=…}; other seeds
 * with {@code -Dslipway.walk.first=…}, more or fewer with {@code -Dslipway.walk.count=…}.
 */
class RandomWalkTest {

    private final Set<Object> seen = ConcurrentHashMap.newKeySet();

    @Test
    void shouldHoldTheInvariantsWhateverHappens() {
        Long seed = Long.getLong("slipway.walk.seed");
        if (seed != null) {
            walk(seed);
            return;
        }
        long first = Long.getLong("slipway.walk.first", 1);
        long count = Long.getLong("slipway.walk.count", 10_000);
        List<String> failures = LongStream.range(first, first + count)
                .parallel()
                .mapToObj(this::failureOf)
                .filter(Objects::nonNull)
                .limit(5)
                .toList();
        assertThat(failures).isEmpty();
        if (count >= 10_000) {
            assertThat(seen)
                    .as("what the walks came across")
                    .containsAll(EnumSet.complementOf(EnumSet.of(StepState.NOT_REACHED)))
                    .contains(StatusEvent.Phase.SUCCEEDED, StatusEvent.Phase.FAILED, StatusEvent.Phase.CANCELED)
                    .containsAll(EnumSet.allOf(DeployRejected.Reason.class));
        }
    }

    private String failureOf(long seed) {
        try {
            walk(seed);
            return null;
        } catch (RuntimeException | AssertionError e) {
            StackTraceElement[] trace = e.getStackTrace();
            return "seed " + seed + ": " + e + (trace.length == 0 ? "" : " at " + trace[0]);
        }
    }

    private void walk(long seed) {
        Walk walk = new Walk(seed);
        walk.run();
        seen.addAll(walk.invariants.ends);
        seen.addAll(walk.invariants.rejections);
        seen.addAll(walk.invariants.stepStates);
    }
}
