package io.slipway.gateway.domain.deployment;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import io.slipway.gateway.domain.deployment.Blueprint.StagePlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Environments of tests: a job stage with a lifecycle and a cron job, an application stage with two applications. */
final class Pictures {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final Requester ANNA = new Requester("anna", Origin.CLI);
    static final String ENV = "e0000000-0000-4000-8000-000000000001";

    static final ServicePlan SEED =
            plan("seed", ServiceKind.LIFECYCLE_JOB, false, Set.of(JobEvent.START, JobEvent.DELETE));
    static final ServicePlan TICK = plan("tick", ServiceKind.CRON_JOB, false, Set.of(JobEvent.CRON));
    static final ServicePlan WEB = plan("web", ServiceKind.APPLICATION, false, Set.of());
    static final ServicePlan DOCS = plan("docs", ServiceKind.APPLICATION, true, Set.of());

    static final Blueprint BLUEPRINT = new Blueprint(
            ENV,
            List.of(
                    new StagePlan("stage-jobs", "jobs", "", List.of(SEED, TICK)),
                    new StagePlan("stage-apps", "apps", "the rest", List.of(WEB, DOCS))));

    private Pictures() {}

    static ServicePlan plan(String id, ServiceKind kind, boolean skipped, Set<JobEvent> events) {
        return new ServicePlan(id, id, kind, skipped, events, "app://icon/" + id);
    }

    /** Nothing was ever reported. */
    static EnvironmentPicture blank() {
        return picture(null);
    }

    static EnvironmentPicture picture(EnvironmentStatus reported) {
        return new EnvironmentPicture(BLUEPRINT, reported, List.of(), List.of(), null, Map.of());
    }

    /** All services and the environment are in {@code state}, and nothing is under way. */
    static EnvironmentPicture resting(DeploymentState state) {
        return picture(status(state, deployment(Phase.SUCCEEDED), List.of()));
    }

    static EnvironmentStatus status(DeploymentState state, Deployment deployment, List<QueuedRequest> queue) {
        return status(state, deployment, queue, Map.of());
    }

    /** Services that are not in {@code others} have the environment's state. */
    static EnvironmentStatus status(
            DeploymentState state,
            Deployment deployment,
            List<QueuedRequest> queue,
            Map<String, DeploymentState> others) {
        return new EnvironmentStatus(
                ENV,
                7,
                T0.plusSeconds(100),
                "shop",
                3,
                state,
                RunningState.RUNNING,
                deployment,
                queue,
                List.of(
                        stage(
                                "stage-jobs",
                                List.of(
                                        service(SEED, others.getOrDefault(SEED.id(), state)),
                                        service(TICK, others.getOrDefault(TICK.id(), state)))),
                        stage(
                                "stage-apps",
                                List.of(
                                        service(WEB, others.getOrDefault(WEB.id(), state)),
                                        service(DOCS, others.getOrDefault(DOCS.id(), state))))));
    }

    static StageStatus stage(String id, List<ServiceStatus> services) {
        return new StageStatus(id, id, StageProgress.DONE, T0.plusSeconds(10), T0.plusSeconds(50), services);
    }

    static ServiceStatus service(ServicePlan plan, DeploymentState state) {
        return new ServiceStatus(
                plan.id(),
                plan.name(),
                plan.kind(),
                plan.skipped(),
                state,
                RunningState.RUNNING,
                "deployment-1",
                4,
                T0.plusSeconds(40),
                T0.plusSeconds(10),
                8_000L,
                20_500L,
                null,
                List.of(),
                "abc",
                List.of());
    }

    static Deployment deployment(Phase phase) {
        return new Deployment(
                "deployment-1",
                List.of("deployment-1", "merged-1"),
                Action.DEPLOY,
                null,
                ANNA,
                T0,
                T0.plusSeconds(5),
                phase.isFinal() ? T0.plusSeconds(65) : null,
                phase,
                3,
                List.of(SEED.id(), TICK.id(), WEB.id()),
                null);
    }

    static QueuedRequest waiting(String id, Action action, String... serviceIds) {
        return new QueuedRequest(id, List.of(id), action, null, ANNA, T0.plusSeconds(70), List.of(serviceIds));
    }

    static DeployRequested request(String id, Action action, String... serviceIds) {
        return new DeployRequested(id, ENV, action, List.of(serviceIds), Map.of(), null, 3L, ANNA, T0.plusSeconds(70));
    }
}
