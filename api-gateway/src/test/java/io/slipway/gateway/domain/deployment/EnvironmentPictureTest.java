package io.slipway.gateway.domain.deployment;

import static io.slipway.gateway.domain.deployment.Pictures.BLUEPRINT;
import static io.slipway.gateway.domain.deployment.Pictures.DOCS;
import static io.slipway.gateway.domain.deployment.Pictures.ENV;
import static io.slipway.gateway.domain.deployment.Pictures.SEED;
import static io.slipway.gateway.domain.deployment.Pictures.T0;
import static io.slipway.gateway.domain.deployment.Pictures.TICK;
import static io.slipway.gateway.domain.deployment.Pictures.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.Origin;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Outcome;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Step;
import io.slipway.gateway.domain.deployment.ServiceStatusView.StepName;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Steps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvironmentPictureTest {

    @Test
    void shouldBeReadyBeforeAnythingIsReported() {
        EnvironmentPicture picture = Pictures.blank();

        assertThat(picture.environment())
                .isEqualTo(new EnvironmentStatusView(
                        ENV,
                        DeploymentState.READY,
                        null,
                        DeploymentState.READY,
                        null,
                        null,
                        null,
                        null,
                        Freshness.NEVER_DEPLOYED,
                        null));
        assertThat(picture.service(WEB))
                .isEqualTo(new ServiceStatusView(
                        "web",
                        DeploymentState.READY,
                        Freshness.NEVER_DEPLOYED,
                        null,
                        false,
                        Steps.NONE,
                        null,
                        new StatusDetails(StatusDetails.Kind.UNKNOWN, StatusDetails.Progress.NEVER),
                        null,
                        0));
        assertThat(picture.stages()).extracting(StageStatusView::progress).containsOnly(StageProgress.SKIPPED);
        assertThat(picture.busy()).isFalse();
        assertThat(picture.overlaid()).isFalse();
    }

    @Test
    void shouldShowWhatWasReported() {
        EnvironmentPicture picture = new EnvironmentPicture(
                BLUEPRINT,
                Pictures.status(DeploymentState.DEPLOYED, Pictures.deployment(Phase.SUCCEEDED), List.of()),
                List.of(),
                List.of(),
                null,
                Map.of("web", Freshness.UP_TO_DATE, "seed", Freshness.UP_TO_DATE, "tick", Freshness.UP_TO_DATE));

        assertThat(picture.environment())
                .isEqualTo(new EnvironmentStatusView(
                        ENV,
                        DeploymentState.DEPLOYED,
                        T0.plusSeconds(5),
                        DeploymentState.DEPLOYED,
                        "deployment-1",
                        Duration.ofSeconds(60),
                        Origin.CLI,
                        "anna",
                        Freshness.UP_TO_DATE,
                        "deployment-1"));
        assertThat(picture.service(WEB))
                .isEqualTo(new ServiceStatusView(
                        "web",
                        DeploymentState.DEPLOYED,
                        Freshness.UP_TO_DATE,
                        T0.plusSeconds(10),
                        true,
                        new Steps(
                                Duration.ofSeconds(30),
                                Duration.ofMillis(28_500),
                                List.of(
                                        new Step(StepName.BUILD, Outcome.SUCCESS, Duration.ofSeconds(8)),
                                        new Step(StepName.DEPLOYMENT, Outcome.SUCCESS, Duration.ofMillis(20_500)))),
                        "deployment-1",
                        new StatusDetails(StatusDetails.Kind.DEPLOY, StatusDetails.Progress.SUCCESS),
                        "deployment-1",
                        0));
        assertThat(picture.service(SEED).steps().details())
                .extracting(Step::name)
                .containsExactly(StepName.BUILD, StepName.EXECUTING);
        assertThat(picture.service(DOCS).partOfLastDeployment()).isFalse();
        assertThat(picture.stages()).hasSize(2).allSatisfy(stage -> {
            assertThat(stage.progress()).isEqualTo(StageProgress.DONE);
            assertThat(stage.duration()).isEqualTo(Duration.ofSeconds(40));
        });
        assertThat(picture.stages().getLast().description()).isEqualTo("the rest");
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void shouldNeverShowTheOldFinalStateAfterAnAcceptedRequest(Action action) {
        EnvironmentPicture picture = Pictures.resting(DeploymentState.DEPLOYED).plus(Pictures.request("r1", action));

        assertThat(picture.environment().state()).isEqualTo(DeploymentState.queued(action));
        assertThat(picture.environment().lastDeploymentState()).isEqualTo(DeploymentState.queued(action));
        assertThat(picture.environment().requestId()).isEqualTo("r1");
        assertThat(picture.overlaid()).isTrue();
    }

    @Test
    void shouldQueueTheServicesThatARequestTouches() {
        EnvironmentPicture all = Pictures.resting(DeploymentState.DEPLOYED).plus(Pictures.request("r1", Action.DEPLOY));
        EnvironmentPicture stop = Pictures.resting(DeploymentState.DEPLOYED).plus(Pictures.request("r1", Action.STOP));
        EnvironmentPicture one =
                Pictures.resting(DeploymentState.DEPLOYED).plus(Pictures.request("r1", Action.RESTART, "docs"));

        assertThat(states(all)).containsExactly("QUEUED", "QUEUED", "QUEUED", "DEPLOYED");
        assertThat(all.service(WEB).requestId()).isEqualTo("r1");
        assertThat(all.service(WEB).requestCount()).isEqualTo(1);
        assertThat(all.service(WEB).details().status()).isEqualTo(StatusDetails.Progress.QUEUED);
        assertThat(all.service(DOCS).requestCount()).isZero();
        // The lifecycle job has nothing to run for STOP, and a skipped service is left alone.
        assertThat(states(stop)).containsExactly("DEPLOYED", "STOP_QUEUED", "STOP_QUEUED", "DEPLOYED");
        assertThat(states(one)).containsExactly("DEPLOYED", "DEPLOYED", "DEPLOYED", "RESTART_QUEUED");
        assertThat(one.stages())
                .extracting(StageStatusView::progress)
                .containsExactly(StageProgress.DONE, StageProgress.QUEUED);
    }

    @Test
    void shouldDeleteSkippedServicesToo() {
        EnvironmentPicture picture =
                Pictures.resting(DeploymentState.DEPLOYED).plus(Pictures.request("r1", Action.DELETE));

        assertThat(states(picture)).containsOnly("DELETE_QUEUED");
    }

    @Test
    void shouldDropARequestFromTheOverlayOnceItIsReported() {
        EnvironmentPicture deployed =
                Pictures.resting(DeploymentState.DEPLOYED).plus(Pictures.request("merged-1", Action.DEPLOY));
        EnvironmentPicture queued = Pictures.picture(Pictures.status(
                        DeploymentState.DEPLOYED,
                        Pictures.deployment(Phase.ONGOING),
                        List.of(Pictures.waiting("r2", Action.STOP))))
                .plus(Pictures.request("r2", Action.STOP));

        assertThat(deployed.unseen()).isEmpty();
        assertThat(deployed.environment().state()).isEqualTo(DeploymentState.DEPLOYED);
        assertThat(queued.waiting()).hasSize(1);
        assertThat(queued.service(WEB).requestCount()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheStateOfWhatRunsWhileFurtherRequestsWait() {
        EnvironmentPicture picture = Pictures.picture(
                        Pictures.status(DeploymentState.DEPLOYING, Pictures.deployment(Phase.ONGOING), List.of()))
                .plus(Pictures.request("r2", Action.STOP));

        assertThat(picture.environment().state()).isEqualTo(DeploymentState.DEPLOYING);
        assertThat(picture.environment().requestId()).isEqualTo("deployment-1");
        assertThat(picture.service(WEB).state()).isEqualTo(DeploymentState.DEPLOYING);
        assertThat(picture.service(WEB).steps().total()).isNull();
        assertThat(picture.service(WEB).requestCount()).isEqualTo(1);
    }

    @Test
    void shouldShowServicesThatWaitInTheQueueAsQueued() {
        EnvironmentPicture picture = Pictures.picture(Pictures.status(
                DeploymentState.DEPLOYED,
                Pictures.deployment(Phase.ONGOING),
                List.of(Pictures.waiting("r2", Action.STOP, "web"), Pictures.waiting("r3", Action.DEPLOY, "web"))));

        assertThat(picture.service(WEB).state()).isEqualTo(DeploymentState.STOP_QUEUED);
        assertThat(picture.service(WEB).requestId()).isEqualTo("r2");
        assertThat(picture.service(WEB).requestCount()).isEqualTo(2);
    }

    @Test
    void shouldShowACancellationAtOnce() {
        EnvironmentPicture picture = Pictures.picture(
                        Pictures.status(DeploymentState.DEPLOYING, Pictures.deployment(Phase.ONGOING), List.of()))
                .plus(new Cancellation("merged-1", false));

        assertThat(picture.environment().state()).isEqualTo(DeploymentState.CANCELING);
        assertThat(picture.overlaid()).isTrue();
    }

    @Test
    void shouldShowARefusedRequestAsTheLastDeploymentUntilANewerOne() {
        Refusal late = new Refusal("r9", Action.STOP, T0.plusSeconds(200), "no");
        Refusal early = new Refusal("r0", Action.STOP, T0.minusSeconds(1), "no");
        EnvironmentPicture picture = withRefusal(late);

        assertThat(picture.environment().state()).isEqualTo(DeploymentState.DEPLOYED);
        assertThat(picture.environment().lastDeploymentState()).isEqualTo(DeploymentState.STOP_ERROR);
        assertThat(picture.environment().lastDeploymentId()).isEqualTo("r9");
        assertThat(withRefusal(early).environment().lastDeploymentState()).isEqualTo(DeploymentState.DEPLOYED);
        assertThat(picture.plus(Pictures.request("r10", Action.DEPLOY))
                        .environment()
                        .lastDeploymentState())
                .isEqualTo(DeploymentState.QUEUED);
    }

    @Test
    void shouldShowServicesThatTheCatalogHasAndNoOthers() {
        ServicePlan fresh = Pictures.plan("new", ServiceKind.CONTAINER, false, Set.of());
        Blueprint changed =
                new Blueprint(ENV, List.of(new Blueprint.StagePlan("stage-apps", "apps", "", List.of(WEB, fresh))));
        EnvironmentPicture picture = new EnvironmentPicture(
                changed,
                Pictures.status(DeploymentState.DEPLOYED, Pictures.deployment(Phase.SUCCEEDED), List.of()),
                List.of(),
                List.of(),
                null,
                Map.of());

        assertThat(picture.stages())
                .singleElement()
                .satisfies(stage -> assertThat(stage.services())
                        .extracting(
                                line -> line.status().id() + " " + line.status().state())
                        .containsExactly("web DEPLOYED", "new READY"));
    }

    @Test
    void shouldTellHowFreshTheEnvironmentIs() {
        assertThat(freshness(Map.of())).isEqualTo(Freshness.NEVER_DEPLOYED);
        assertThat(freshness(Map.of(
                        "web", Freshness.UP_TO_DATE, "seed", Freshness.UP_TO_DATE, "tick", Freshness.UP_TO_DATE)))
                .isEqualTo(Freshness.UP_TO_DATE);
        assertThat(freshness(Map.of(
                        "web", Freshness.OUT_OF_DATE, "seed", Freshness.UP_TO_DATE, "tick", Freshness.UP_TO_DATE)))
                .isEqualTo(Freshness.OUT_OF_DATE);
        assertThat(freshness(Map.of("web", Freshness.UP_TO_DATE))).isEqualTo(Freshness.OUT_OF_DATE);
    }

    @Test
    void shouldCompareFingerprints() {
        assertThat(Freshness.compare(null, "a")).isEqualTo(Freshness.NEVER_DEPLOYED);
        assertThat(Freshness.compare("a", "a")).isEqualTo(Freshness.UP_TO_DATE);
        assertThat(Freshness.compare("a", null)).isEqualTo(Freshness.UP_TO_DATE);
        assertThat(Freshness.compare("a", "b")).isEqualTo(Freshness.OUT_OF_DATE);
    }

    @Test
    void shouldMarkFailedAndCancelledSteps() {
        EnvironmentPicture failed = Pictures.resting(DeploymentState.DEPLOYMENT_ERROR);
        EnvironmentPicture canceled = Pictures.resting(DeploymentState.CANCELED);

        assertThat(failed.service(WEB).steps().details())
                .extracting(Step::outcome)
                .containsExactly(Outcome.SUCCESS, Outcome.ERROR);
        assertThat(canceled.service(WEB).steps().details())
                .extracting(Step::outcome)
                .containsExactly(Outcome.SUCCESS, Outcome.CANCEL);
        assertThat(canceled.service(WEB).details())
                .isEqualTo(new StatusDetails(StatusDetails.Kind.DEPLOY, StatusDetails.Progress.CANCELED));
    }

    @Test
    void shouldKnowWhoTakesPart() {
        assertThat(SEED.takesPart(Action.DEPLOY, true)).isTrue();
        assertThat(SEED.takesPart(Action.STOP, true)).isFalse();
        assertThat(SEED.takesPart(Action.STOP, false)).isTrue();
        assertThat(SEED.takesPart(Action.RESTART, false)).isFalse();
        assertThat(SEED.takesPart(Action.FORCE_RUN, true)).isFalse();
        assertThat(SEED.takesPart(Action.UNINSTALL, true)).isTrue();
        assertThat(SEED.takesPart(Action.RESTART, true)).isFalse();
        assertThat(SEED.takesPart(Action.FORCE_RUN, false)).isTrue();
        assertThat(TICK.takesPart(Action.STOP, true)).isTrue();
        assertThat(TICK.takesPart(Action.RESTART, true)).isFalse();
        assertThat(WEB.takesPart(Action.FORCE_RUN, false)).isFalse();
        assertThat(DOCS.takesPart(Action.DEPLOY, true)).isFalse();
        assertThat(DOCS.takesPart(Action.DEPLOY, false)).isTrue();
        assertThat(DOCS.takesPart(Action.DELETE, true)).isTrue();
        assertThat(TICK.events()).containsExactly(JobEvent.CRON);
    }

    private static EnvironmentPicture withRefusal(Refusal refusal) {
        return new EnvironmentPicture(
                BLUEPRINT,
                Pictures.status(DeploymentState.DEPLOYED, Pictures.deployment(Phase.SUCCEEDED), List.of()),
                List.of(),
                List.of(),
                refusal,
                Map.of());
    }

    private static Freshness freshness(Map<String, Freshness> freshness) {
        return new EnvironmentPicture(BLUEPRINT, null, List.of(), List.of(), null, freshness)
                .environment()
                .freshness();
    }

    private static List<String> states(EnvironmentPicture picture) {
        return BLUEPRINT.services().stream()
                .map(service -> picture.service(service).state().name())
                .toList();
    }
}
