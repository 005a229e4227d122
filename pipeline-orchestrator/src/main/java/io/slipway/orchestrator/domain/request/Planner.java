package io.slipway.orchestrator.domain.request;

import io.slipway.events.request.Action;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.state.PlannedStep.Work;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Plans a deployment: which services take part, in which order of stages, and which are built first.
 *
 * <p>Deploying builds everything that comes from git; a worker that has the image already does not build it again.
 * Stopping and deleting build only jobs that have to run and were never built.
 */
public final class Planner {

    private Planner() {}

    /** The stages with their steps, in the order of execution; those without a step are left out. */
    public static List<PlannedStage> plan(
            QueuedDeployment request, EnvironmentSpec spec, Function<String, ServiceRecord> records) {
        Action action = request.action();
        Participation participation = new Participation(spec, records, action);
        Set<String> named = new HashSet<>(request.serviceIds());
        boolean environmentWide = request.environmentWide();
        Map<String, ServiceVersion> versions = request.versions();

        Map<String, List<PlannedStep>> byStage = new LinkedHashMap<>();
        for (StageSpec stage : spec.stages()) {
            byStage.put(stage.id(), new ArrayList<>());
        }
        for (ServiceSpec service : spec.services()) {
            ServiceRecord record = records.apply(service.id());
            Work work = null;
            if (named.contains(service.id()) && participation.permits(service)) {
                work = participation.named(service);
            } else if (environmentWide) {
                work = participation.inEnvironment(service).orElse(null);
            }
            if (work != null) {
                // A stage that the configuration does not list comes last; its services are not lost.
                byStage.computeIfAbsent(service.stageId(), _ -> new ArrayList<>())
                        .add(new PlannedStep(
                                service.id(),
                                work,
                                builds(service, action, work, record),
                                Versions.pinned(service, action, versions.get(service.id()), record)));
            }
        }
        List<PlannedStage> stages = new ArrayList<>(byStage.size());
        byStage.forEach((stageId, steps) -> {
            if (!steps.isEmpty()) {
                stages.add(new PlannedStage(stageId, steps));
            }
        });
        return action.reverseOrder() ? stages.reversed() : stages;
    }

    private static boolean builds(ServiceSpec service, Action action, Work work, ServiceRecord record) {
        if (!(service.imageSource().orElse(null) instanceof ImageSource.Git)) {
            return false;
        }
        return switch (work) {
            case NOTHING -> false;
            case WORKLOAD -> action.deploys();
            case JOB -> action.deploys() || action == Action.FORCE_RUN || record.image() == null;
        };
    }
}
