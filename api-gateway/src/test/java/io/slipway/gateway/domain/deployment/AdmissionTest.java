package io.slipway.gateway.domain.deployment;

import static io.slipway.gateway.domain.deployment.Pictures.DOCS;
import static io.slipway.gateway.domain.deployment.Pictures.SEED;
import static io.slipway.gateway.domain.deployment.Pictures.TICK;
import static io.slipway.gateway.domain.deployment.Pictures.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {

    private static final Set<Action> EVERYTHING_BUT_RUN = EnumSet.complementOf(EnumSet.of(Action.FORCE_RUN));

    /** The table of the architecture, row by row: what can be asked for in which state. */
    private static Set<Action> allowed(DeploymentState state) {
        return switch (state) {
            case READY, STOPPED, DELETED -> EnumSet.of(Action.DEPLOY, Action.DELETE, Action.UNINSTALL);
            case DEPLOYED, RESTARTED -> EVERYTHING_BUT_RUN;
            case DEPLOYMENT_ERROR, RESTART_ERROR, BUILD_ERROR, CANCELED, STOP_ERROR ->
                EnumSet.of(Action.DEPLOY, Action.REDEPLOY, Action.STOP, Action.DELETE, Action.UNINSTALL);
            case DELETE_ERROR -> EnumSet.of(Action.DEPLOY, Action.REDEPLOY, Action.DELETE, Action.UNINSTALL);
            case QUEUED,
                    BUILDING,
                    DEPLOYING,
                    STOP_QUEUED,
                    STOPPING,
                    RESTART_QUEUED,
                    RESTARTING,
                    DELETE_QUEUED,
                    DELETING,
                    CANCELING -> EVERYTHING_BUT_RUN;
        };
    }

    static Stream<Arguments> everyActionInEveryState() {
        List<Arguments> pairs = new ArrayList<>();
        for (DeploymentState state : DeploymentState.values()) {
            for (Action action : EVERYTHING_BUT_RUN) {
                pairs.add(Arguments.of(state, action));
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("everyActionInEveryState")
    void shouldDecideAboutOneServiceAsTheTableSays(DeploymentState state, Action action) {
        Admission decision = Admission.decide(Pictures.resting(state), action, List.of(WEB), null);

        assertThat(outcome(decision)).isEqualTo(expected(state, action));
    }

    @ParameterizedTest
    @MethodSource("everyActionInEveryState")
    void shouldDecideAboutTheEnvironmentAsTheTableSays(DeploymentState state, Action action) {
        Admission decision = Admission.decide(Pictures.resting(state), action, List.of(), null);

        assertThat(outcome(decision)).isEqualTo(expected(state, action));
    }

    @ParameterizedTest
    @MethodSource("everyActionInEveryState")
    void shouldLetEverythingQueueWhileADeploymentRuns(DeploymentState state, Action action) {
        EnvironmentPicture busy =
                Pictures.picture(Pictures.status(state, Pictures.deployment(Phase.ONGOING), List.of()));

        assertThat(Admission.decide(busy, action, List.of(WEB), null)).isInstanceOf(Admission.Accepted.class);
        assertThat(Admission.decide(busy, action, List.of(), null)).isInstanceOf(Admission.Accepted.class);
    }

    @ParameterizedTest
    @EnumSource(DeploymentState.class)
    void shouldRunAJobForAnEventInAnyState(DeploymentState state) {
        assertThat(Admission.decide(Pictures.resting(state), Action.FORCE_RUN, List.of(SEED), JobEvent.START))
                .isInstanceOf(Admission.Accepted.class);
        assertThat(Admission.decide(Pictures.resting(state), Action.FORCE_RUN, List.of(TICK), JobEvent.CRON))
                .isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void shouldRefuseToRunAJobForAnEventThatItDoesNotHave() {
        EnvironmentPicture picture = Pictures.resting(DeploymentState.DEPLOYED);

        assertThat(refusal(Admission.decide(picture, Action.FORCE_RUN, List.of(SEED), JobEvent.STOP)))
                .contains("seed", "STOP");
        assertThat(refusal(Admission.decide(picture, Action.FORCE_RUN, List.of(TICK), JobEvent.START)))
                .contains("tick", "START");
        assertThat(refusal(Admission.decide(picture, Action.FORCE_RUN, List.of(WEB), JobEvent.START)))
                .contains("web", "no job");
    }

    @Test
    void shouldNeverRestartAJobEvenWhileADeploymentRuns() {
        EnvironmentPicture busy = Pictures.picture(
                Pictures.status(DeploymentState.DEPLOYING, Pictures.deployment(Phase.ONGOING), List.of()));

        assertThat(refusal(Admission.decide(busy, Action.RESTART, List.of(WEB, SEED), null)))
                .contains("seed", "job");
    }

    @Test
    void shouldNameEveryServiceThatStandsInTheWay() {
        EnvironmentPicture picture = Pictures.resting(DeploymentState.STOPPED);

        assertThat(refusal(Admission.decide(picture, Action.STOP, List.of(WEB, DOCS), null)))
                .isEqualTo("'web' is already stopped; 'docs' is already stopped");
    }

    @Test
    void shouldSayWhyNothingCanBeDone() {
        assertThat(refusal(Admission.decide(Pictures.blank(), Action.STOP, List.of(), null)))
                .isEqualTo("the environment was never deployed: deploy first");
        assertThat(refusal(Admission.decide(Pictures.resting(DeploymentState.STOPPED), Action.STOP, List.of(), null)))
                .isEqualTo("the environment is already stopped");
        assertThat(refusal(Admission.decide(
                        Pictures.resting(DeploymentState.BUILD_ERROR), Action.RESTART, List.of(WEB), null)))
                .isEqualTo("'web' is BUILD_ERROR: only what is DEPLOYED or RESTARTED can be restarted");
        assertThat(refusal(
                        Admission.decide(Pictures.resting(DeploymentState.STOPPED), Action.REDEPLOY, List.of(), null)))
                .isEqualTo("the environment is STOPPED: redeploy is not possible, deploy first");
    }

    /** The environment's state is the outcome of its last deployment, which may have been of one service. */
    @Test
    void shouldDecideAboutTheEnvironmentByItsServices() {
        EnvironmentStatus mixed = Pictures.status(
                DeploymentState.STOPPED,
                Pictures.deployment(Phase.SUCCEEDED),
                List.of(),
                Map.of(TICK.id(), DeploymentState.DEPLOYED, SEED.id(), DeploymentState.READY));
        EnvironmentStatus onlySkipped = Pictures.status(
                DeploymentState.DEPLOYED,
                Pictures.deployment(Phase.SUCCEEDED),
                List.of(),
                Map.of(
                        WEB.id(),
                        DeploymentState.STOPPED,
                        TICK.id(),
                        DeploymentState.READY,
                        SEED.id(),
                        DeploymentState.READY));

        assertThat(Admission.decide(Pictures.picture(mixed), Action.STOP, List.of(), null))
                .isInstanceOf(Admission.Accepted.class);
        assertThat(refusal(Admission.decide(Pictures.picture(onlySkipped), Action.STOP, List.of(), null)))
                .isEqualTo("no service of the environment is in a state that allows this");
    }

    @Test
    void shouldStopAJobThatOnlyRunsAtTheEndOfOthers() {
        ServicePlan cleanup = Pictures.plan("cleanup", ServiceKind.LIFECYCLE_JOB, false, Set.of(JobEvent.STOP));
        Blueprint blueprint =
                new Blueprint(Pictures.ENV, List.of(new Blueprint.StagePlan("s", "s", "", List.of(cleanup, WEB))));
        EnvironmentPicture running = new EnvironmentPicture(
                blueprint,
                Pictures.status(
                        DeploymentState.DEPLOYED,
                        Pictures.deployment(Phase.SUCCEEDED),
                        List.of(),
                        Map.of(cleanup.id(), DeploymentState.READY)),
                List.of(),
                List.of(),
                null,
                Map.of());
        EnvironmentPicture blank = new EnvironmentPicture(blueprint, null, List.of(), List.of(), null, Map.of());

        assertThat(Admission.decide(running, Action.STOP, List.of(cleanup), null))
                .isInstanceOf(Admission.Accepted.class);
        assertThat(refusal(Admission.decide(blank, Action.STOP, List.of(cleanup), null)))
                .contains("cleanup");
    }

    @Test
    void shouldHaveNothingToUninstallWhereNothingWasDeployed() {
        assertThat(Admission.decide(Pictures.blank(), Action.UNINSTALL, List.of(WEB), null))
                .isInstanceOf(Admission.NothingToDo.class);
        assertThat(Admission.decide(Pictures.blank(), Action.UNINSTALL, List.of(), null))
                .isInstanceOf(Admission.NothingToDo.class);
        assertThat(Admission.decide(Pictures.blank(), Action.DELETE, List.of(WEB), null))
                .isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void shouldDeleteOnceWhatWaitsToBeDeleted() {
        EnvironmentPicture all = Pictures.blank().plus(Pictures.request("r", Action.DELETE));
        EnvironmentPicture web = Pictures.blank().plus(Pictures.request("r", Action.DELETE, WEB.id()));

        assertThat(Admission.decide(all, Action.DELETE, List.of(), null)).isInstanceOf(Admission.NothingToDo.class);
        assertThat(Admission.decide(web, Action.DELETE, List.of(WEB), null)).isInstanceOf(Admission.NothingToDo.class);
        assertThat(Admission.decide(web, Action.DELETE, List.of(WEB, DOCS), null))
                .isInstanceOf(Admission.Accepted.class);
        assertThat(Admission.decide(web, Action.DELETE, List.of(), null)).isInstanceOf(Admission.Accepted.class);
        assertThat(Admission.decide(web, Action.UNINSTALL, List.of(WEB), null)).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void shouldCancelWhatRuns() {
        EnvironmentPicture running = Pictures.picture(
                Pictures.status(DeploymentState.DEPLOYING, Pictures.deployment(Phase.ONGOING), List.of()));

        assertThat(Admission.cancel(running, false)).isEqualTo(new Admission.Cancelled("deployment-1", true));
    }

    @Test
    void shouldCancelTwiceOnlyWithForce() {
        EnvironmentPicture running = Pictures.picture(
                Pictures.status(DeploymentState.DEPLOYING, Pictures.deployment(Phase.ONGOING), List.of()));
        EnvironmentPicture once = running.plus(new Cancellation("deployment-1", false));
        EnvironmentPicture forced = once.plus(new Cancellation("merged-1", true));
        EnvironmentPicture reported = Pictures.picture(
                Pictures.status(DeploymentState.CANCELING, Pictures.deployment(Phase.CANCELING), List.of()));

        assertThat(refusal(Admission.cancel(once, false))).contains("already being cancelled");
        assertThat(Admission.cancel(once, true)).isEqualTo(new Admission.Cancelled("deployment-1", true));
        assertThat(refusal(Admission.cancel(forced, true))).contains("already being cancelled");
        assertThat(refusal(Admission.cancel(reported, false))).contains("already being cancelled");
        assertThat(Admission.cancel(reported, true)).isEqualTo(new Admission.Cancelled("deployment-1", true));
    }

    @Test
    void shouldHoldBackTheCancellationOfWhatNobodyHasSeenYet() {
        EnvironmentPicture unseen = Pictures.blank().plus(Pictures.request("r1", Action.DEPLOY));
        EnvironmentPicture queued = Pictures.picture(
                Pictures.status(DeploymentState.DEPLOYED, null, List.of(Pictures.waiting("r2", Action.STOP))));

        assertThat(Admission.cancel(unseen, false)).isEqualTo(new Admission.Cancelled("r1", false));
        assertThat(Admission.cancel(queued, false)).isEqualTo(new Admission.Cancelled("r2", true));
        assertThat(refusal(Admission.cancel(unseen.plus(new Cancellation("r1", false)), false)))
                .contains("already being cancelled");
    }

    @ParameterizedTest
    @EnumSource(
            value = DeploymentState.class,
            names = {"READY", "DEPLOYED", "STOPPED", "DEPLOYMENT_ERROR", "CANCELED", "DELETED"})
    void shouldRefuseToCancelWhereNothingRuns(DeploymentState state) {
        assertThat(refusal(Admission.cancel(Pictures.resting(state), true))).contains("nothing");
    }

    @Test
    void shouldCancelOneRequestOnlyWhileItWaits() {
        EnvironmentPicture picture = Pictures.picture(Pictures.status(
                DeploymentState.DEPLOYING,
                Pictures.deployment(Phase.ONGOING),
                List.of(Pictures.waiting("r2", Action.STOP), Pictures.waiting("r3", Action.DEPLOY))));

        assertThat(Admission.cancelRequest(picture, "r3")).isEqualTo(new Admission.Cancelled("r3", true));
        assertThat(refusal(Admission.cancelRequest(picture, "deployment-1"))).contains("does not wait");
        assertThat(refusal(Admission.cancelRequest(picture.plus(new Cancellation("r3", false)), "r3")))
                .contains("already being cancelled");
    }

    private static String expected(DeploymentState state, Action action) {
        boolean nothingThere = state == DeploymentState.READY || state == DeploymentState.DELETED;
        if (action == Action.UNINSTALL && nothingThere) {
            return "NothingToDo";
        }
        return allowed(state).contains(action) ? "Accepted" : "Refused";
    }

    private static String outcome(Admission decision) {
        return decision.getClass().getSimpleName();
    }

    private static String refusal(Admission decision) {
        assertThat(decision).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) decision).reason();
    }

    /** Guards the fixture: services of a test environment differ. */
    @Test
    void shouldKnowWhichServicesAreJobs() {
        assertThat(Pictures.BLUEPRINT.services().stream().filter(ServicePlan::isJob))
                .containsExactly(SEED, TICK);
    }
}
