package io.slipway.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.work.Image;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import io.slipway.orchestrator.domain.lifecycle.StepEvent;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.state.Admission;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.Run;
import io.slipway.orchestrator.domain.state.RunPlan;
import io.slipway.orchestrator.domain.state.RunProgress;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.time.Instant;
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
 * Every pair of step state and event against a grid written by hand: the state that follows, {@code *} a command is
 * issued, {@code !} the attempt's cancellation is published, {@code .} nothing happens, {@code x} the core never raises
 * the event in this state.
 */
class StepsTest {

    private static final String GRID = """
              BP  WP  JP  NO  CI  B+  B-  B0  W+  W-  W0  J+  J-  J0  O+  O-  ST  DL  CN  CF  DR
            AB BU* x   x   x   BE  .   .   .   .   .   .   .   .   .   .   .   .   x   NR  NR  NR
            BU x   x   x   x   x   AD  BE  BE  .   .   .   .   .   .   .   .   .   BE! CB! CB! x
            AD x   DE* RJ* OK  FA  .   .   .   .   .   .   .   .   .   .   .   .   x   NR  NR  NR
            DE x   x   x   x   x   .   .   .   OK  FA  FA  .   .   .   .   .   .   FA! CD! CD! x
            RJ x   x   x   x   x   .   .   .   .   .   .   HA  FA  FA  OK  FA  .   FA! .   CJ! x
            HA x   x   x   x   x   .   .   .   .   .   .   .   .   .   OK  FA  .   FA! .   .   x
            CB x   x   x   x   x   CA  CA  CA  .   .   .   .   .   .   .   .   .   CA  .   .   x
            CD x   x   x   x   x   .   .   .   CA  CA  CA  .   .   .   .   .   .   CA  .   .   x
            CJ x   x   x   x   x   .   .   .   .   .   .   CA  CA  CA  CA  CA  .   CA  .   .   x
            OK x   x   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   x
            BE x   x   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   x
            FA x   x   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   x
            CA x   x   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   x
            NR x   x   x   x   x   .   .   .   .   .   .   .   .   .   .   .   .   x   .   .   x
            """;

    private static final Map<String, StepState> STATES = Map.ofEntries(
            Map.entry("AB", StepState.AWAITING_BUILD),
            Map.entry("BU", StepState.BUILDING),
            Map.entry("AD", StepState.AWAITING_DEPLOY),
            Map.entry("DE", StepState.DEPLOYING),
            Map.entry("RJ", StepState.RUNNING_JOB),
            Map.entry("HA", StepState.HARVESTING),
            Map.entry("CB", StepState.CANCELING_BUILD),
            Map.entry("CD", StepState.CANCELING_DEPLOY),
            Map.entry("CJ", StepState.CANCELING_JOB),
            Map.entry("OK", StepState.SUCCEEDED),
            Map.entry("BE", StepState.BUILD_ERROR),
            Map.entry("FA", StepState.FAILED),
            Map.entry("CA", StepState.CANCELED),
            Map.entry("NR", StepState.NOT_REACHED));

    private static final Map<String, StepEvent> EVENTS = Map.ofEntries(
            Map.entry("BP", StepEvent.BUILD_PERMIT),
            Map.entry("WP", StepEvent.WORKLOAD_PERMIT),
            Map.entry("JP", StepEvent.JOB_PERMIT),
            Map.entry("NO", StepEvent.NOTHING_TO_DO),
            Map.entry("CI", StepEvent.COMMAND_INVALID),
            Map.entry("B+", StepEvent.BUILD_SUCCEEDED),
            Map.entry("B-", StepEvent.BUILD_FAILED),
            Map.entry("B0", StepEvent.BUILD_CANCELED),
            Map.entry("W+", StepEvent.WORKLOAD_REACHED),
            Map.entry("W-", StepEvent.WORKLOAD_FAILED),
            Map.entry("W0", StepEvent.WORKLOAD_CANCELED),
            Map.entry("J+", StepEvent.JOB_SUCCEEDED),
            Map.entry("J-", StepEvent.JOB_FAILED),
            Map.entry("J0", StepEvent.JOB_CANCELED),
            Map.entry("O+", StepEvent.OUTPUTS_HARVESTED),
            Map.entry("O-", StepEvent.OUTPUTS_INVALID),
            Map.entry("ST", StepEvent.STALE_ANSWER),
            Map.entry("DL", StepEvent.DEADLINE_PASSED),
            Map.entry("CN", StepEvent.CANCEL),
            Map.entry("CF", StepEvent.CANCEL_FORCED),
            Map.entry("DR", StepEvent.DROP));

    private static final long ATTEMPT = 7;
    private static final Instant NOW = Scenario.START;
    private static final EnvironmentSpec SPEC =
            Specs.environment(1, Specs.stage("only", Specs.gitJob("x", JobEvent.START)));
    private static final PlannedStep STEP = new PlannedStep("x", PlannedStep.Work.JOB, true, null);
    private static final PlannedStage STAGE = new PlannedStage("only", List.of(STEP));

    private record Cell(StepState state, StepEvent event, String expected) {}

    @TestFactory
    Stream<DynamicTest> shouldFollowTheGrid() {
        return cells().map(cell -> DynamicTest.dynamicTest(
                cell.state() + " on " + cell.event() + " -> " + cell.expected(), () -> check(cell)));
    }

    @Test
    void shouldHaveEveryPairInTheGrid() {
        Set<String> visited = new HashSet<>();
        cells().forEach(cell -> visited.add(cell.state() + " " + cell.event()));
        Set<String> all = new HashSet<>();
        for (StepState state : StepState.values()) {
            for (StepEvent event : StepEvent.values()) {
                all.add(state + " " + event);
            }
        }
        assertThat(visited).isEqualTo(all);
    }

    private static void check(Cell cell) {
        Draft draft = draft(cell.state());
        OpenRun run = draft.run;
        if (cell.expected().equals("x")) {
            assertThatThrownBy(() -> Steps.signal(draft, run, STAGE, STEP, signal(cell.event())))
                    .isInstanceOf(IllegalStateException.class);
            return;
        }
        Steps.signal(draft, run, STAGE, STEP, signal(cell.event()));

        Decision decision = draft.decision();
        StepProgress progress = decision.next().run().progress().steps().get("x");
        if (cell.expected().equals(".")) {
            assertThat(decision.commands()).isEmpty();
            assertThat(decision.next()).isEqualTo(state(cell.state()));
            return;
        }
        StepState next = STATES.get(cell.expected().substring(0, 2));
        boolean issues = cell.expected().endsWith("*");
        boolean withdraws = cell.expected().endsWith("!");
        assertThat(progress.state()).isEqualTo(next);
        assertThat(progress.attempt()).isEqualTo(issues ? 8 : ATTEMPT);
        assertThat(decision.next().nextAttempt()).isEqualTo(issues ? 9 : 8);
        boolean waits = issues || next == StepState.HARVESTING || (withdraws && !next.terminal());
        assertThat(progress.deadline() != null).isEqualTo(waits);
        assertThat(decision.commands().stream().filter(PipelineCommand.RunBuild.class::isInstance))
                .hasSize(issues ? 1 : 0);
        assertThat(decision.commands().stream().filter(PipelineCommand.CancelWork.class::isInstance))
                .hasSize(withdraws ? 1 : 0);
        checkService(cell, next, decision);
    }

    private static void checkService(Cell cell, StepState next, Decision decision) {
        var record = decision.next().service("x");
        DeploymentState expected = switch (next) {
            case SUCCEEDED -> DeploymentState.DEPLOYED;
            case BUILD_ERROR -> DeploymentState.BUILD_ERROR;
            case FAILED -> DeploymentState.DEPLOYMENT_ERROR;
            case CANCELED -> DeploymentState.CANCELED;
            case AWAITING_BUILD,
                    BUILDING,
                    AWAITING_DEPLOY,
                    DEPLOYING,
                    RUNNING_JOB,
                    HARVESTING,
                    CANCELING_BUILD,
                    CANCELING_DEPLOY,
                    CANCELING_JOB,
                    NOT_REACHED -> DeploymentState.READY;
        };
        assertThat(record.state()).isEqualTo(expected);
        assertThat(record.failure() != null).isEqualTo(expected.isError());
        if (cell.event() == StepEvent.DEADLINE_PASSED && expected.isError()) {
            assertThat(record.failure().reason()).isEqualTo(StepFailure.Reason.DEADLINE_EXCEEDED);
        }
        boolean keepsOutputs = next == StepState.SUCCEEDED && cell.event() == StepEvent.OUTPUTS_HARVESTED;
        assertThat(decision.next().outputs().containsKey("x")).isEqualTo(keepsOutputs);
        assertThat(record.image() != null)
                .isEqualTo(cell.event() == StepEvent.BUILD_SUCCEEDED && next == StepState.AWAITING_DEPLOY);
    }

    private static Stream<Cell> cells() {
        List<String> lines = GRID.lines().toList();
        List<String> columns = Arrays.asList(lines.getFirst().trim().split(" +"));
        return lines.stream().skip(1).flatMap(line -> {
            List<String> fields = Arrays.asList(line.trim().split(" +"));
            return IntStream.range(0, columns.size())
                    .mapToObj(i ->
                            new Cell(STATES.get(fields.getFirst()), EVENTS.get(columns.get(i)), fields.get(i + 1)));
        });
    }

    private static Draft draft(StepState state) {
        return new Draft(state(state), new PipelineEvent.Tick(Specs.ENVIRONMENT, NOW), Limits.DEFAULT);
    }

    private static EnvironmentState state(StepState state) {
        DeployRequested request = new DeployRequested(
                "r1",
                Specs.ENVIRONMENT,
                Action.DEPLOY,
                List.of(),
                Map.of(),
                null,
                null,
                new Requester("ann", Origin.API),
                NOW);
        Run run = new Run(
                new RunPlan(QueuedDeployment.of(request), NOW, List.of(STAGE)),
                SPEC,
                new RunProgress(DeploymentPhase.ONGOING, 0, Map.of("x", new StepProgress(state, ATTEMPT, null))));
        return new EnvironmentState(Specs.ENVIRONMENT, SPEC, Map.of(), run, Map.of(), Admission.EMPTY, ATTEMPT + 1, 0);
    }

    private static Signal signal(StepEvent event) {
        return new Signal(
                event,
                new WorkOrders.Order(
                        WorkOrders.build(draft(StepState.AWAITING_BUILD), draft(StepState.AWAITING_BUILD).run, STEP)
                                .order()
                                .command(),
                        NOW),
                Scenario.failure(StepFailure.Reason.CRASHED),
                new Image("image", null, "abc", null),
                List.of(),
                List.of(new OutputVariable("NAME", Value.plain("value"))));
    }
}
