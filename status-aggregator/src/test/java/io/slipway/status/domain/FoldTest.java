package io.slipway.status.domain;

import static io.slipway.events.status.DeploymentState.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FoldTest {

    private static final StepFailure BROKEN = new StepFailure(StepFailure.Reason.BUILD_FAILED, "make: error");
    private static final Endpoint WEB = new Endpoint("http", 8080, "http://127.0.0.1:1234", true);

    private final Story story = new Story();

    @Test
    void shouldShowWhatIsDescribedAsReadyAndStopped() {
        story.described(layout());

        EnvironmentStatus status = story.status();

        assertThat(status.environmentId()).isEqualTo("env-1");
        assertThat(status.name()).isEqualTo("shop");
        assertThat(status.specVersion()).isEqualTo(7);
        assertThat(status.at()).isEqualTo(story.now());
        assertThat(status.state()).isEqualTo(READY);
        assertThat(status.running()).isEqualTo(RunningState.STOPPED);
        assertThat(status.deployment()).isNull();
        assertThat(status.queue()).isEmpty();
        assertThat(status.stages()).extracting(StageStatus::id).containsExactly("data", "apps");
        ServiceStatus job = story.service("job-seed");
        assertThat(job)
                .isEqualTo(new ServiceStatus(
                        "job-seed",
                        "job-seed",
                        ServiceKind.LIFECYCLE_JOB,
                        false,
                        READY,
                        RunningState.STOPPED,
                        null,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        List.of()));
        assertThat(story.service("old-skipped").skipped()).isTrue();
    }

    @Test
    void shouldFollowAServiceThroughItsDeploymentWithTimes() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED);
        assertThat(story.service("web").startedAt()).isNull();
        story.waits(10).service("web", BUILDING);
        var startedAt = story.now();
        story.waits(4).service("web", QUEUED).waits(3).service("web", DEPLOYING);
        assertThat(story.service("web").buildMillis()).isEqualTo(5_000);
        assertThat(story.service("web").deployMillis()).isNull();
        story.waits(6);
        story.service("web", DEPLOYED, 2, null, List.of(WEB), "abc123");

        ServiceStatus web = story.service("web");
        assertThat(web.state()).isEqualTo(DEPLOYED);
        assertThat(web.deploymentId()).isEqualTo("d-1");
        assertThat(web.attempt()).isEqualTo(2);
        assertThat(web.startedAt()).isEqualTo(startedAt);
        assertThat(web.changedAt()).isEqualTo(story.now());
        assertThat(web.buildMillis()).isEqualTo(5_000);
        assertThat(web.deployMillis()).isEqualTo(7_000);
        assertThat(web.endpoints()).containsExactly(WEB);
        assertThat(web.version()).isEqualTo("abc123");
        assertThat(web.failure()).isNull();
    }

    @Test
    void shouldCountTheTimeOfCancelingToWhatIsCanceled() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, BUILDING);
        story.waits(2).service("web", CANCELING).waits(3).service("web", CANCELED);

        assertThat(story.service("web").buildMillis()).isEqualTo(7_000);
        assertThat(story.service("web").deployMillis()).isNull();
    }

    @Test
    void shouldShowTheFailureUntilTheNextDeployment() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, BUILDING);
        story.service("web", BUILD_ERROR, 1, BROKEN, List.of(), null);
        assertThat(story.service("web").failure()).isEqualTo(BROKEN);

        story.turns(Phase.FAILED).begins("d-2", Action.DEPLOY, "web").service("web", QUEUED);

        assertThat(story.service("web").failure()).isNull();
        assertThat(story.service("web").buildMillis()).isNull();
        assertThat(story.service("web").deploymentId()).isEqualTo("d-2");
    }

    @Test
    void shouldShowAServiceThatWasNotReachedAsItWas() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, DEPLOYING);
        story.waits(5).service("web", DEPLOYED).turns(Phase.SUCCEEDED);
        ServiceStatus before = story.service("web");
        story.begins("d-2", Action.DEPLOY, "web", "db").service("web", QUEUED);
        assertThat(story.service("web").deploymentId()).isEqualTo("d-2");

        story.service("web", DEPLOYED, before.attempt(), null, List.of(), null);

        assertThat(story.service("web")).isEqualTo(before);
    }

    @Test
    void shouldShowAServiceThatWasDroppedAfterItsBuildAsItWas() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, DEPLOYING, DEPLOYED);
        story.turns(Phase.SUCCEEDED);
        ServiceStatus before = story.service("web");
        story.begins("d-2", Action.DEPLOY, "web", "db").service("web", QUEUED, BUILDING, QUEUED);

        story.service("web", DEPLOYED, before.attempt(), null, List.of(), null);

        assertThat(story.service("web")).isEqualTo(before);
    }

    @Test
    void shouldShowAServiceThatWasNeverDeployedAsReadyAgainIfItIsNotReached() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED);

        story.service("web", READY, 0, null, List.of(), null);

        assertThat(story.service("web").state()).isEqualTo(READY);
        assertThat(story.service("web").deploymentId()).isNull();
        assertThat(story.service("web").changedAt()).isNull();
    }

    @Test
    void shouldTellAFailureBeforeAnyWorkFromNotBeingReached() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED);

        story.service("web", DEPLOYMENT_ERROR, 0, BROKEN, List.of(), null);

        assertThat(story.service("web").deploymentId()).isEqualTo("d-1");
        assertThat(story.service("web").startedAt()).isEqualTo(story.now());
        assertThat(story.service("web").failure()).isEqualTo(BROKEN);
    }

    @Test
    void shouldKnowTheOldStateThroughTwoDeploymentsThatDoNotReachAService() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, DEPLOYING, DEPLOYED);
        ServiceStatus before = story.service("web");
        story.begins("d-2", Action.DEPLOY, "web").service("web", QUEUED);
        story.begins("d-3", Action.DEPLOY, "web").service("web", QUEUED);

        story.service("web", DEPLOYED, before.attempt(), null, List.of(), null);

        assertThat(story.service("web")).isEqualTo(before);
    }

    @Test
    void shouldIgnoreARepeatedEvent() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, DEPLOYING);
        EnvironmentView before = story.view();

        for (StatusEvent event : story.told()) {
            assertThat(Fold.fold(before, event)).isSameAs(before);
        }
    }

    @Test
    void shouldGoOnOverAGap() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web");

        story.tell(new StatusEvent.EnvironmentDescribed("env-1", 99, story.now(), "renamed", 8, List.of()));

        assertThat(story.status().name()).isEqualTo("renamed");
        assertThat(story.view().progress().folded()).isEqualTo(99);
    }

    @Test
    void shouldDropServicesThatAreNoLongerDescribed() {
        story.described(layout()).begins("d-1", Action.DELETE, "web").service("web", DELETE_QUEUED, DELETING, DELETED);
        story.running("web", RunningState.RUNNING, instance());

        story.described(Map.of("apps", List.of("api")));

        assertThat(story.status().stages()).extracting(StageStatus::id).containsExactly("apps");
        assertThat(story.view().services()).isEmpty();
        assertThat(story.view().running()).isEmpty();
    }

    @Test
    void shouldMoveAServiceToAnotherStageWithItsState() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, DEPLOYING, DEPLOYED);
        ServiceStatus before = story.service("web");

        story.described(Map.of("new", List.of("web")));

        assertThat(story.stage("new").services()).containsExactly(before);
    }

    @Test
    void shouldShowTheQueue() {
        StatusEvent.QueuedRequest waiting = new StatusEvent.QueuedRequest(
                "r-2", List.of("r-2", "r-3"), Action.STOP, null, Story.ADA, Story.START, List.of());
        story.described(layout()).queued(waiting);

        assertThat(story.status().queue()).containsExactly(waiting);
        assertThat(story.status().state()).isEqualTo(STOP_QUEUED);
        assertThat(story.status().deployment()).isNull();
    }

    @Test
    void shouldShowRunningStatesAndInstances() {
        story.described(layout()).running("web", RunningState.WARNING, instance());

        assertThat(story.service("web").running()).isEqualTo(RunningState.WARNING);
        assertThat(story.service("web").instances()).containsExactly(instance());
        assertThat(story.status().running()).isEqualTo(RunningState.WARNING);
        assertThat(story.status().at()).isEqualTo(story.now());
    }

    @Test
    void shouldIgnoreARunningStateThatIsOlderOrTellsNothingNew() {
        story.described(layout()).running("web", RunningState.RUNNING, instance());
        EnvironmentView before = story.view();

        ServiceRunning older = new ServiceRunning(
                "env-1", "web", RunningState.ERROR, List.of(), story.now().minusMillis(1));
        ServiceRunning same = new ServiceRunning(
                "env-1",
                "web",
                RunningState.RUNNING,
                List.of(instance()),
                story.now().plusSeconds(60));

        assertThat(Fold.fold(before, older)).isSameAs(before);
        assertThat(Fold.fold(before, same)).isSameAs(before);
    }

    @Test
    void shouldRememberARunningStateThatComesBeforeItsServiceIsDescribed() {
        story.running("web", RunningState.RUNNING, instance());
        assertThat(Projection.publish(story.view())).isInstanceOf(Publication.Nothing.class);

        story.described(layout());

        assertThat(story.service("web").running()).isEqualTo(RunningState.RUNNING);
    }

    @Test
    void shouldNotRememberStoppedServicesThatAreNotDescribed() {
        story.described(layout());
        EnvironmentView before = story.view();
        story.running("gone", RunningState.STOPPED);
        assertThat(story.view()).isSameAs(before);

        story.running("gone", RunningState.RUNNING, instance()).running("gone", RunningState.STOPPED);

        assertThat(story.view().running()).isEmpty();
    }

    @Test
    void shouldNeverGoBackInTime() {
        story.described(layout()).running("web", RunningState.RUNNING, instance());

        story.tell(new StatusEvent.EnvironmentDescribed("env-1", 2, Story.START, "shop", 8, List.of()));

        assertThat(story.status().at()).isEqualTo(story.now());
    }

    @Test
    void shouldForgetEverythingButItsCounters() {
        story.described(layout()).begins("d-1", Action.DEPLOY, "web").service("web", QUEUED, DEPLOYING);
        story.running("web", RunningState.RUNNING, instance());
        EnvironmentView published = ((Publication.Status) Projection.publish(story.view())).next();

        EnvironmentView forgotten = Fold.fold(
                published,
                new StatusEvent.EnvironmentForgotten("env-1", 9, story.now().plusSeconds(1)));

        assertThat(forgotten.layout()).isNull();
        assertThat(forgotten.deployments()).isNull();
        assertThat(forgotten.services()).isEmpty();
        assertThat(forgotten.running()).isEmpty();
        assertThat(Projection.publish(forgotten)).isInstanceOf(Publication.Tombstone.class);
        StatusEvent late = new StatusEvent.EnvironmentDescribed("env-1", 8, story.now(), "late", 8, List.of());
        assertThat(Fold.fold(forgotten, late)).isSameAs(forgotten);

        EnvironmentView again = Fold.fold(
                ((Publication.Tombstone) Projection.publish(forgotten)).next(),
                new StatusEvent.EnvironmentDescribed("env-1", 10, story.now(), "again", 9, List.of()));
        assertThat(Story.status(again).name()).isEqualTo("again");
        assertThat(Story.status(again).sequence()).isEqualTo(3);
    }

    @Test
    void shouldNumberPublicationsWithoutGaps() {
        EnvironmentView view = story.described(layout()).view();
        for (long expected = 1; expected <= 5; expected++) {
            Publication.Status publication = (Publication.Status) Projection.publish(view);
            assertThat(publication.status().sequence()).isEqualTo(expected);
            view = Fold.fold(
                    publication.next(),
                    new StatusEvent.EnvironmentDescribed("env-1", 1 + expected, story.now(), "n", 1, List.of()));
        }
    }

    @Test
    void shouldTellEverythingOfAFewInstancesOfTheEnvironmentThoseInTroubleFirst() {
        story.described(layout());
        for (String service : List.of("db", "api")) {
            story.running(service, RunningState.RUNNING, many(30, RunningState.RUNNING));
        }
        story.running("web", RunningState.ERROR, many(15, RunningState.ERROR));

        assertThat(story.service("web").instances())
                .allSatisfy(instance -> assertThat(instance.containers()).isNotEmpty());
        assertThat(Stream.of("db", "api")
                        .flatMap(service -> story.service(service).instances().stream())
                        .filter(instance -> !instance.containers().isEmpty()))
                .hasSize(ServiceRunning.DETAILED - 15);
        assertThat(story.service("db").instances()).hasSize(30).allSatisfy(instance -> {
            assertThat(instance.restarts()).isEqualTo(2);
            assertThat(instance.startedAt()).isEqualTo(Story.START);
        });
    }

    private static ServiceRunning.Instance[] many(int count, RunningState state) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ServiceRunning.Instance(
                        "pod-" + i,
                        state,
                        null,
                        2,
                        Story.START,
                        null,
                        List.of(new ServiceRunning.Container("app", "shop/web:1", state, null, null, 2, null, null)),
                        List.of()))
                .toArray(ServiceRunning.Instance[]::new);
    }

    private static Map<String, List<String>> layout() {
        Map<String, List<String>> layout = new java.util.LinkedHashMap<>();
        layout.put("data", List.of("db", "job-seed"));
        layout.put("apps", List.of("web", "api", "old-skipped"));
        return layout;
    }

    private static ServiceRunning.Instance instance() {
        return ServiceRunning.Instance.of("web-1", RunningState.RUNNING, null, 2, Story.START);
    }
}
