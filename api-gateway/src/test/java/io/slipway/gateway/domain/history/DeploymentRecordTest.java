package io.slipway.gateway.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Member;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.events.status.StatusEvent.Stage;
import io.slipway.events.work.StepFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeploymentRecordTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Requester ANNA = new Requester("anna", Origin.API);
    private static final List<Stage> DESCRIBED = List.of(
            new Stage("s1", "database", List.of(new Member("db", "db", ServiceKind.DATABASE, false))),
            new Stage("s2", "nothing", List.of(new Member("idle", "idle", ServiceKind.CONTAINER, true))),
            new Stage(
                    "s3",
                    "apps",
                    List.of(
                            new Member("web", "web", ServiceKind.APPLICATION, false),
                            new Member("api", "api", ServiceKind.APPLICATION, false))));

    @Test
    void shouldBeginWithTheStagesAndServicesThatTakePart() {
        DeploymentRecord record = begin(Action.DEPLOY);

        assertThat(record.stages()).extracting(StageRecord::name).containsExactly("database", "apps");
        assertThat(record.services().map(ServiceRecord::id)).containsExactly("db", "web", "api");
        assertThat(record.state()).isEqualTo(DeploymentState.DEPLOYING);
        assertThat(record.stages())
                .extracting(stage -> stage.progress(Phase.ONGOING))
                .containsOnly(StageProgress.QUEUED);
        assertThat(record.duration(at(9))).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void shouldFoldASuccessfulDeployment() {
        DeploymentRecord record = begin(Action.DEPLOY);
        for (String service : List.of("db", "web", "api")) {
            record = record.apply(change(service, DeploymentState.QUEUED, 1, 0), "", none(), null);
        }
        record = record.apply(change("db", DeploymentState.DEPLOYING, 2, 1), "", none(), null);
        record = record.apply(change("db", DeploymentState.DEPLOYED, 12, 1), "", none(), null);
        record = record.apply(change("web", DeploymentState.BUILDING, 13, 2), "", none(), null);

        assertThat(record.state()).isEqualTo(DeploymentState.BUILDING);
        assertThat(progress(record)).containsExactly(StageProgress.DONE, StageProgress.ONGOING);

        record = record.apply(change("api", DeploymentState.DEPLOYING, 14, 3), "", none(), null);
        assertThat(record.state()).isEqualTo(DeploymentState.DEPLOYING);

        record = record.apply(change("web", DeploymentState.DEPLOYED, 30, 4), "", none(), null);
        record = record.apply(change("api", DeploymentState.DEPLOYED, 40, 3), "", none(), null);
        record = record.apply(deployment(Action.DEPLOY, Phase.SUCCEEDED, 41), at(41));

        assertThat(record.state()).isEqualTo(DeploymentState.DEPLOYED);
        assertThat(progress(record)).containsOnly(StageProgress.DONE);
        assertThat(record.duration(at(99))).isEqualTo(Duration.ofSeconds(41));
        assertThat(record.stages())
                .extracting(stage -> stage.duration(Phase.SUCCEEDED, at(99)))
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(27));
        assertThat(record.service("web").map(web -> web.duration(at(99)))).contains(Duration.ofSeconds(17));
        assertThat(record.updatedAt()).isEqualTo(at(41));
        assertThat(record.apply(deployment(Action.DEPLOY, Phase.SUCCEEDED, 41), at(80))
                        .updatedAt())
                .as("an event that only tells about the queue")
                .isEqualTo(at(41));
    }

    @Test
    void shouldTellWhatWasNotReachedFromWhatFailed() {
        DeploymentRecord record = begin(Action.DEPLOY);
        for (String service : List.of("db", "web", "api")) {
            record = record.apply(change(service, DeploymentState.QUEUED, 1, 0), "", none(), null);
        }
        record = record.apply(change("db", DeploymentState.DEPLOYING, 2, 7), "", none(), null);
        record = record.apply(change("db", DeploymentState.DEPLOYMENT_ERROR, 5, 7), "", none(), null);
        // What was not reached keeps the state that it had.
        DeploymentRecord last = begin(Action.DEPLOY)
                .apply(change("web", DeploymentState.DEPLOYING, 0, 3), "", none(), null)
                .apply(change("web", DeploymentState.DEPLOYED, 0, 3), "", none(), null);
        record = record.apply(
                change("web", DeploymentState.DEPLOYED, 5, 3),
                "",
                none(),
                last.service("web").orElseThrow());
        record = record.apply(change("api", DeploymentState.READY, 5, 0), "", none(), null);
        record = record.apply(deployment(Action.DEPLOY, Phase.FAILED, 6), at(6));

        assertThat(record.state()).isEqualTo(DeploymentState.DEPLOYMENT_ERROR);
        assertThat(progress(record)).containsExactly(StageProgress.ERROR, StageProgress.SKIPPED);
        assertThat(record.service("web").map(ServiceRecord::reached)).contains(false);
        assertThat(record.service("web").map(web -> web.duration(at(99)))).contains(Duration.ZERO);
    }

    @Test
    void shouldReachWhatFailsOrSucceedsWithoutAnyWork() {
        DeploymentRecord queued =
                begin(Action.DELETE).apply(change("web", DeploymentState.DELETE_QUEUED, 1, 0), "", none(), null);
        DeploymentRecord before = begin(Action.DEPLOY)
                .apply(change("web", DeploymentState.DEPLOYING, 0, 3), "", none(), null)
                .apply(change("web", DeploymentState.DEPLOYMENT_ERROR, 0, 3), "", none(), null);
        ServiceChanged otherFailure = new ServiceChanged(
                "env",
                1,
                at(5),
                "d1",
                "web",
                "web",
                ServiceKind.APPLICATION,
                "s3",
                DeploymentState.DEPLOYMENT_ERROR,
                3,
                new StepFailure(StepFailure.Reason.INVALID_VARIABLE, "a cycle"),
                List.of(),
                null);

        assertThat(queued.apply(change("web", DeploymentState.DELETED, 2, 0), "", none(), null)
                        .service("web")
                        .map(ServiceRecord::reached))
                .contains(true);
        assertThat(queued.apply(change("web", DeploymentState.READY, 2, 0), "", none(), null)
                        .service("web")
                        .map(ServiceRecord::reached))
                .contains(false);
        assertThat(queued.apply(otherFailure, "", none(), before.service("web").orElseThrow())
                        .service("web")
                        .map(ServiceRecord::reached))
                .contains(true);
        assertThat(begin(Action.DELETE)
                        .apply(deployment(Action.DELETE, Phase.SUCCEEDED, 1), at(1))
                        .stages())
                .extracting(stage -> stage.progress(Phase.SUCCEEDED))
                .containsOnly(StageProgress.DONE);
    }

    @Test
    void shouldBeABuildErrorIfOnlyBuildsFailed() {
        DeploymentRecord building = begin(Action.DEPLOY)
                .apply(change("web", DeploymentState.BUILDING, 2, 1), "", none(), null)
                .apply(change("web", DeploymentState.BUILD_ERROR, 3, 1), "", none(), null);
        DeploymentRecord both = building.apply(change("api", DeploymentState.DEPLOYING, 3, 2), "", none(), null)
                .apply(change("api", DeploymentState.DEPLOYMENT_ERROR, 4, 2), "", none(), null);

        assertThat(building.apply(deployment(Action.DEPLOY, Phase.FAILED, 5), at(5))
                        .state())
                .isEqualTo(DeploymentState.BUILD_ERROR);
        assertThat(both.apply(deployment(Action.DEPLOY, Phase.FAILED, 5), at(5)).state())
                .isEqualTo(DeploymentState.DEPLOYMENT_ERROR);
    }

    @Test
    void shouldShowACancelledDeployment() {
        DeploymentRecord record = begin(Action.DEPLOY)
                .apply(change("db", DeploymentState.DEPLOYING, 2, 1), "", none(), null)
                .apply(change("db", DeploymentState.CANCELED, 6, 1), "", none(), null)
                .apply(deployment(Action.DEPLOY, Phase.CANCELING, 0), at(3));
        assertThat(record.state()).isEqualTo(DeploymentState.CANCELING);

        record = record.apply(deployment(Action.DEPLOY, Phase.CANCELED, 7), at(7));

        assertThat(record.state()).isEqualTo(DeploymentState.CANCELED);
        assertThat(progress(record)).containsExactly(StageProgress.CANCELED, StageProgress.CANCELED);
    }

    @ParameterizedTest
    @CsvSource({
        "DEPLOY, DEPLOYED, DEPLOYMENT_ERROR, DEPLOYING",
        "REDEPLOY, DEPLOYED, DEPLOYMENT_ERROR, DEPLOYING",
        "STOP, STOPPED, STOP_ERROR, STOPPING",
        "RESTART, RESTARTED, RESTART_ERROR, RESTARTING",
        "DELETE, DELETED, DELETE_ERROR, DELETING",
        "UNINSTALL, DELETED, DELETE_ERROR, DELETING",
        "FORCE_RUN, DEPLOYED, DEPLOYMENT_ERROR, DEPLOYING"
    })
    void shouldNameStatesByTheAction(
            Action action, DeploymentState success, DeploymentState failure, DeploymentState active) {
        DeploymentRecord record = begin(action);

        assertThat(record.state()).isEqualTo(active);
        assertThat(record.apply(deployment(action, Phase.SUCCEEDED, 1), at(1)).state())
                .isEqualTo(success);
        assertThat(record.apply(deployment(action, Phase.FAILED, 1), at(1)).state())
                .isEqualTo(failure);
    }

    @Test
    void shouldKeepServicesThatWereNotDescribed() {
        DeploymentRecord record =
                begin(Action.DEPLOY).apply(change("late", DeploymentState.DEPLOYING, 2, 1), "extra", none(), null);
        DeploymentRecord again = record.apply(
                new ServiceChanged(
                        "env",
                        1,
                        at(3),
                        "d1",
                        "other",
                        "other",
                        ServiceKind.CONTAINER,
                        "late-stage",
                        DeploymentState.DEPLOYED,
                        9,
                        null,
                        List.of(),
                        "1.0"),
                "extra",
                none(),
                null);

        assertThat(record.stages().getLast().name()).isEqualTo("extra");
        assertThat(again.stages().getLast().services())
                .extracting(ServiceRecord::id)
                .containsExactly("late", "other");
        assertThat(again.service("other").map(ServiceRecord::version)).contains("1.0");
        assertThat(again.service("other").map(ServiceRecord::reached)).contains(true);
    }

    @Test
    void shouldRememberARequestThatWasRefused() {
        DeployRequested request =
                new DeployRequested("r1", "env", Action.STOP, List.of(), Map.of(), null, null, ANNA, at(0));
        DeployRejected rejection = new DeployRejected(
                "r1", "env", Action.STOP, DeployRejected.Reason.ACTION_NOT_ALLOWED, "already stopped", ANNA, at(1));

        DeploymentRecord record = DeploymentRecord.refused(request, rejection);

        assertThat(record.state()).isEqualTo(DeploymentState.STOP_ERROR);
        assertThat(record.problem()).isEqualTo("already stopped");
        assertThat(record.duration(at(50))).isZero();
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void shouldLogHowAServiceCameToRest(Action action) {
        ServiceChanged success = change("web", DeploymentState.succeeded(action), 3, 1);
        ServiceChanged failure = new ServiceChanged(
                "env",
                1,
                at(3),
                "d1",
                "web",
                "web",
                ServiceKind.APPLICATION,
                "s3",
                DeploymentState.failed(action),
                1,
                new StepFailure(StepFailure.Reason.CRASHED, "it fell"),
                List.of(),
                null);

        LogEntry good = LogEntry.of(success).orElseThrow();
        LogEntry bad = LogEntry.of(failure).orElseThrow();

        assertThat(good.level()).isEqualTo(Level.INFO);
        assertThat(good.step(action, ServiceKind.APPLICATION)).doesNotContain("Error");
        assertThat(bad.level()).isEqualTo(Level.ERROR);
        assertThat(bad.message()).contains("CRASHED", "it fell");
        assertThat(bad.step(action, ServiceKind.APPLICATION)).endsWith("Error");
        assertThat(LogEntry.of(change("web", DeploymentState.DEPLOYING, 3, 1))).isEqualTo(Optional.empty());
    }

    @Test
    void shouldKeepNoCharacterThatTheDatabaseRefuses() {
        assertThat(new LogEntry("d1", "web", 1, "JOB", Level.INFO, "a\0b", at(1)).message())
                .isEqualTo("ab");
    }

    private static DeploymentRecord begin(Action action) {
        return DeploymentRecord.begin("env", deployment(action, Phase.ONGOING, 0), at(0), DESCRIBED, _ -> none());
    }

    private static Deployment deployment(Action action, Phase phase, int endedAt) {
        return new Deployment(
                "d1",
                List.of("d1"),
                action,
                null,
                ANNA,
                at(0),
                at(0),
                phase.isFinal() ? at(endedAt) : null,
                phase,
                3,
                List.of("db", "web", "api"),
                null);
    }

    private static ServiceChanged change(String service, DeploymentState state, int second, long attempt) {
        String stage = service.equals("db") ? "s1" : service.equals("late") ? "late-stage" : "s3";
        return new ServiceChanged(
                "env",
                1,
                at(second),
                "d1",
                service,
                service,
                ServiceKind.APPLICATION,
                stage,
                state,
                attempt,
                null,
                List.of(),
                null);
    }

    private static List<StageProgress> progress(DeploymentRecord record) {
        return record.stages().stream()
                .map(stage -> stage.progress(record.phase()))
                .toList();
    }

    private static ServiceDetails none() {
        return ServiceDetails.unknown("app://icon");
    }

    private static Instant at(int second) {
        return T0.plusSeconds(second);
    }
}
