package io.slipway.orchestrator.domain.request;

import io.slipway.events.request.Action;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.status.DeploymentState;
import io.slipway.orchestrator.domain.state.PlannedStep.Work;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which services take part in an action, and with what work.
 *
 * <ul>
 *   <li>A service that is named must permit the action by its state. An environment-wide action takes those that do and
 *       that are not skipped; removing takes skipped ones along.
 *   <li>A lifecycle job runs if the action's event is among its triggers. Without that trigger it is left out of an
 *       environment-wide action; where it is named, or when everything is removed, it takes the action's success state
 *       without running.
 *   <li>What was never deployed has nothing to remove: it is DELETED without any work.
 *   <li>A job without the START trigger never gets out of READY by a deploy. It runs on STOP and DELETE as long as
 *       something else of the environment is there to be stopped or removed.
 * </ul>
 */
final class Participation {

    private final EnvironmentSpec spec;
    private final Function<String, ServiceRecord> records;
    private final Action action;
    private final boolean anythingLeft;

    Participation(EnvironmentSpec spec, Function<String, ServiceRecord> records, Action action) {
        this.spec = spec;
        this.records = records;
        this.action = action;
        this.anythingLeft = (action == Action.STOP || action.removes())
                && spec.services().stream().anyMatch(service -> !endsOnly(service) && hasWork(stateOf(service)));
    }

    /** Whether the service's state permits the action. */
    boolean permits(ServiceSpec service) {
        if (action == Action.RESTART && service instanceof JobSpec) {
            return false;
        }
        return stateOf(service).allows(action)
                || (action == Action.STOP && endsOnly(service) && triggers(service) && anythingLeft);
    }

    /** The service's work if the action is for the whole environment; empty if it takes no part. */
    Optional<Work> inEnvironment(ServiceSpec service) {
        if ((service.skipped() && !action.removes()) || !permits(service)) {
            return Optional.empty();
        }
        boolean idleJob = service instanceof JobSpec.Lifecycle && !triggers(service) && !action.removes();
        return idleJob ? Optional.empty() : Optional.of(named(service));
    }

    /** Whether any service has work in an environment-wide action. */
    boolean anyInEnvironment() {
        return spec.services().stream()
                .anyMatch(service -> inEnvironment(service).isPresent());
    }

    /** The service's work if it is named. */
    Work named(ServiceSpec service) {
        if (action == Action.FORCE_RUN) {
            return Work.JOB;
        }
        DeploymentState state = stateOf(service);
        if (service instanceof JobSpec.Lifecycle) {
            boolean runs = triggers(service) && !(action.removes() && nothingToUndo(service, state));
            return runs ? Work.JOB : Work.NOTHING;
        }
        return action.removes() && !hasWork(state) ? Work.NOTHING : Work.WORKLOAD;
    }

    private boolean nothingToUndo(ServiceSpec job, DeploymentState state) {
        return state == DeploymentState.DELETED
                || (state == DeploymentState.READY && (!endsOnly(job) || !anythingLeft));
    }

    private boolean hasWork(DeploymentState state) {
        return action.removes()
                ? state != DeploymentState.READY && state != DeploymentState.DELETED
                : state.allows(action);
    }

    private boolean triggers(ServiceSpec service) {
        return service instanceof JobSpec.Lifecycle job && job.triggersOn(action.lifecycleEvent());
    }

    private static boolean endsOnly(ServiceSpec service) {
        return service instanceof JobSpec.Lifecycle job && !job.triggersOn(JobEvent.START);
    }

    private DeploymentState stateOf(ServiceSpec service) {
        return records.apply(service.id()).state();
    }
}
