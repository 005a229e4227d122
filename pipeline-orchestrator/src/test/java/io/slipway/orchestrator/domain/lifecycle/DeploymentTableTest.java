package io.slipway.orchestrator.domain.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.orchestrator.domain.lifecycle.TransitionTable.Row;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every pair of deployment phase and event against a grid written by hand: {@code phase:effect}, {@code .} nothing
 * happens, {@code x} the core never raises the event in this phase.
 */
class DeploymentTableTest {

    private static final String GRID = """
                       SPEC_ARRIVED SPEC_WAIT_OVER REFUSED NEIGHBOUR_MERGED TURN_CAME STAGE_PASSED LAST_STAGE_PASSED STAGE_FAILED AT_REST CANCEL CANCEL_FORCED ENVIRONMENT_FORGOTTEN
            PARKED     QU:en RE:rj RE:rj x     x     x     x     x     x     WI:rm WI:rm RE:rj
            QUEUED     x     x     RE:rj ME:rm ON:st x     x     x     x     WI:rm WI:rm RE:rj
            ONGOING    x     x     x     x     x     ON:ns SU:co FA:co x     CA:cs CF:cf CD:ab
            CANCELING  x     x     x     x     x     x     x     x     CD:co .     CF:cf CD:ab
            CANCELING_FORCED x x   x     x     x     x     x     x     CD:co .     .     CD:ab
            SUCCEEDED  .     .     .     .     .     .     .     .     .     .     .     .
            FAILED     .     .     .     .     .     .     .     .     .     .     .     .
            CANCELED   .     .     .     .     .     .     .     .     .     .     .     .
            WITHDRAWN  .     .     .     .     .     .     .     .     .     .     .     .
            MERGED     .     .     .     .     .     .     .     .     .     .     .     .
            REJECTED   .     .     .     .     .     .     .     .     .     .     .     .
            """;

    private static final Map<String, DeploymentPhase> PHASES = Map.of(
            "QU", DeploymentPhase.QUEUED,
            "RE", DeploymentPhase.REJECTED,
            "WI", DeploymentPhase.WITHDRAWN,
            "ME", DeploymentPhase.MERGED,
            "ON", DeploymentPhase.ONGOING,
            "SU", DeploymentPhase.SUCCEEDED,
            "FA", DeploymentPhase.FAILED,
            "CA", DeploymentPhase.CANCELING,
            "CF", DeploymentPhase.CANCELING_FORCED,
            "CD", DeploymentPhase.CANCELED);

    private static final Map<String, DeploymentEffect> EFFECTS = Map.of(
            "en", DeploymentEffect.ENQUEUE,
            "rj", DeploymentEffect.REJECT,
            "rm", DeploymentEffect.REMOVE,
            "st", DeploymentEffect.START,
            "ns", DeploymentEffect.OPEN_NEXT_STAGE,
            "co", DeploymentEffect.CONCLUDE,
            "cs", DeploymentEffect.CANCEL_STEPS,
            "cf", DeploymentEffect.CANCEL_STEPS_FORCED,
            "ab", DeploymentEffect.ABANDON);

    private record Cell(DeploymentPhase phase, DeploymentEvent event, String expected) {}

    @TestFactory
    Stream<DynamicTest> shouldFollowTheGrid() {
        return cells().map(cell -> DynamicTest.dynamicTest(
                cell.phase() + " on " + cell.event() + " -> " + cell.expected(), () -> check(cell)));
    }

    @Test
    void shouldHaveEveryPairInTheGrid() {
        Set<String> visited = new HashSet<>();
        cells().forEach(cell -> visited.add(cell.phase() + " " + cell.event()));
        Set<String> all = new HashSet<>();
        for (DeploymentPhase phase : DeploymentPhase.values()) {
            for (DeploymentEvent event : DeploymentEvent.values()) {
                all.add(phase + " " + event);
            }
        }
        assertThat(visited).isEqualTo(all);
    }

    @Test
    void shouldRefuseToMoveWhereNoMoveIsDeclared() {
        assertThatThrownBy(() -> DeploymentTable.move(DeploymentPhase.SUCCEEDED, DeploymentEvent.STAGE_PASSED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SUCCEEDED");
    }

    private static void check(Cell cell) {
        Row<DeploymentPhase, DeploymentEffect> row = DeploymentTable.ROWS.row(cell.phase(), cell.event());
        switch (cell.expected()) {
            case "x" -> assertThat(row).isEqualTo(new Row.Ignore<>(TransitionTable.IgnoreReason.NEVER));
            case "." -> {
                var reason = cell.phase().terminal()
                        ? TransitionTable.IgnoreReason.FINAL
                        : TransitionTable.IgnoreReason.BEING_CANCELED;
                assertThat(row).isEqualTo(new Row.Ignore<>(reason));
            }
            default -> {
                DeploymentPhase next = PHASES.get(cell.expected().substring(0, 2));
                assertThat(row)
                        .isEqualTo(
                                new Row.Move<>(next, EFFECTS.get(cell.expected().substring(3))));
            }
        }
    }

    private static Stream<Cell> cells() {
        List<String> lines = GRID.lines().toList();
        List<String> columns = Arrays.asList(lines.getFirst().trim().split(" +"));
        return lines.stream().skip(1).flatMap(line -> {
            List<String> fields = Arrays.asList(line.trim().split(" +"));
            return IntStream.range(0, columns.size())
                    .mapToObj(i -> new Cell(
                            DeploymentPhase.valueOf(fields.getFirst()),
                            DeploymentEvent.valueOf(columns.get(i)),
                            fields.get(i + 1)));
        });
    }
}
