package io.slipway.status.domain;

import static io.slipway.events.status.DeploymentState.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.StatusEvent.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageRulesTest {

    private final Story story = new Story();

    @BeforeEach
    void describe() {
        Map<String, List<String>> layout = new LinkedHashMap<>();
        layout.put("one", List.of("a", "b"));
        layout.put("two", List.of("c", "d"));
        layout.put("empty", List.of());
        story.described(layout);
    }

    @Test
    void shouldSkipEveryStageBeforeTheFirstDeployment() {
        assertThat(progress("one", "two", "empty"))
                .containsExactly(StageProgress.SKIPPED, StageProgress.SKIPPED, StageProgress.SKIPPED);
    }

    @Test
    void shouldSkipAStageThatTakesNoPart() {
        begin("a");

        assertThat(progress("one", "two", "empty"))
                .containsExactly(StageProgress.QUEUED, StageProgress.SKIPPED, StageProgress.SKIPPED);
    }

    @Test
    void shouldGoThroughTheStagesOneAfterTheOther() {
        begin("a", "b", "c", "d");
        assertThat(progress("one", "two")).containsExactly(StageProgress.QUEUED, StageProgress.QUEUED);
        story.opens("one");
        assertThat(progress("one", "two")).containsExactly(StageProgress.ONGOING, StageProgress.QUEUED);
        story.service("a", DEPLOYING);
        var startedAt = story.now();
        assertThat(story.stage("one").startedAt()).isEqualTo(startedAt);
        story.service("a", DEPLOYED);
        assertThat(progress("one", "two")).containsExactly(StageProgress.ONGOING, StageProgress.QUEUED);
        assertThat(story.stage("one").endedAt()).isNull();
        story.service("b", DEPLOYING, DEPLOYED);
        var endedAt = story.now();
        assertThat(progress("one", "two")).containsExactly(StageProgress.DONE, StageProgress.QUEUED);
        story.opens("two").service("c", BUILDING);
        assertThat(progress("one", "two")).containsExactly(StageProgress.DONE, StageProgress.ONGOING);
        story.service("c", QUEUED);
        assertThat(progress("two")).containsExactly(StageProgress.ONGOING);
        story.service("c", DEPLOYING, DEPLOYED)
                .service("d", DEPLOYING, DEPLOYED)
                .turns(Phase.SUCCEEDED);
        assertThat(progress("one", "two")).containsExactly(StageProgress.DONE, StageProgress.DONE);
        assertThat(story.stage("one").startedAt()).isEqualTo(startedAt);
        assertThat(story.stage("one").endedAt()).isEqualTo(endedAt);
    }

    @Test
    void shouldShowAnErrorWhenTheStageIsOverAndNotBefore() {
        begin("a", "b", "c", "d");
        story.service("a", DEPLOYING).service("b", DEPLOYING, DEPLOYMENT_ERROR);
        assertThat(progress("one")).containsExactly(StageProgress.ONGOING);
        story.service("a", DEPLOYED);
        assertThat(progress("one", "two")).containsExactly(StageProgress.ERROR, StageProgress.QUEUED);
        drop("c", "d");
        story.turns(Phase.FAILED);
        assertThat(progress("one", "two")).containsExactly(StageProgress.ERROR, StageProgress.SKIPPED);
        assertThat(story.stage("one").endedAt()).isNotNull();
        assertThat(story.stage("two").startedAt()).isNull();
        assertThat(story.stage("two").endedAt()).isNull();
    }

    @Test
    void shouldShowAnErrorIfOthersOfTheStageWereNotReached() {
        begin("a", "b");
        story.service("a", BUILDING, BUILD_ERROR);
        drop("b");
        story.turns(Phase.FAILED);

        assertThat(progress("one")).containsExactly(StageProgress.ERROR);
    }

    @Test
    void shouldShowWhatACancellationLeft() {
        begin("a", "b", "c", "d");
        story.service("a", DEPLOYING, DEPLOYED)
                .service("b", DEPLOYING, DEPLOYED)
                .service("c", DEPLOYING);
        story.turns(Phase.CANCELING);
        drop("d");
        story.service("c", CANCELING);
        assertThat(progress("one", "two")).containsExactly(StageProgress.DONE, StageProgress.ONGOING);
        story.service("c", CANCELED).turns(Phase.CANCELED);

        assertThat(progress("one", "two")).containsExactly(StageProgress.DONE, StageProgress.CANCELED);
    }

    @Test
    void shouldShowAStageThatWasNotReachedBeforeACancellationAsCanceled() {
        begin("a", "b", "c", "d");
        story.service("a", DEPLOYING, CANCELING, CANCELED).service("b", DEPLOYING, CANCELING, CANCELED);
        drop("c", "d");
        story.turns(Phase.CANCELED);

        assertThat(progress("one", "two")).containsExactly(StageProgress.CANCELED, StageProgress.CANCELED);
    }

    @Test
    void shouldShowAStageWhoseServicesFinishedBeforeTheCancellationPartly() {
        begin("a", "b");
        story.service("a", DEPLOYING, DEPLOYED);
        drop("b");
        story.turns(Phase.CANCELED);

        assertThat(progress("one")).containsExactly(StageProgress.CANCELED);
    }

    private void begin(String... services) {
        story.begins("d-1", Action.DEPLOY, services);
        for (String service : services) {
            story.service(service, QUEUED);
        }
    }

    /** They are what they were before: never deployed. */
    private void drop(String... services) {
        for (String service : services) {
            story.service(service, READY, 0, null, List.of(), null);
        }
    }

    private List<StageProgress> progress(String... stages) {
        return List.of(stages).stream()
                .map(stage -> story.stage(stage).progress())
                .toList();
    }
}
