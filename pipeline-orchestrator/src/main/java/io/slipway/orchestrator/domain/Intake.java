package io.slipway.orchestrator.domain;

import io.slipway.events.request.Action;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRejected.Reason;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.orchestrator.domain.lifecycle.DeploymentEvent;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import io.slipway.orchestrator.domain.lifecycle.DeploymentTable;
import io.slipway.orchestrator.domain.request.Planner;
import io.slipway.orchestrator.domain.request.Refusal;
import io.slipway.orchestrator.domain.request.RequestRules;
import io.slipway.orchestrator.domain.state.Admission;
import io.slipway.orchestrator.domain.state.ParkedRequest;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.RunPlan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests in, lets them wait, merges neighbours, and starts the next one when nothing runs.
 *
 * <p>A request is checked twice: its form when it comes, and everything again when its turn comes, because the
 * environment may have changed in between. Merged requests are checked one by one, so that one that has become impossible
 * does not take the others with it.
 */
final class Intake {

    private static final String UNKNOWN_ENVIRONMENT =
            "There is no environment with this id, or its configuration was withdrawn.";

    private Intake() {}

    static void deploymentAsked(Draft draft, DeployRequested request) {
        if (isRepeated(draft, request.requestId())) {
            return;
        }
        EnvironmentSpec spec = draft.spec;
        Long wanted = request.specVersion();
        if (wanted != null && (spec == null || spec.version() < wanted)) {
            draft.parked = append(draft.parked, new ParkedRequest(request, draft.at.plus(draft.limits.specWait())));
        } else if (spec == null) {
            refuseUnknown(draft, request);
        } else {
            admit(draft, request, spec);
        }
    }

    static void cancellationAsked(Draft draft, CancelRequested request) {
        // Ids are only unique within a topic: outsiders choose them.
        if (isRepeated(draft, "cancel " + request.requestId())) {
            return;
        }
        String target = request.deploymentRequestId();
        OpenRun run = draft.run;
        if (run != null && (target == null || run.plan.request().requestIds().contains(target))) {
            Pipeline.cancel(draft, run, request.force());
            return;
        }
        if (withdrawQueued(draft, target, request.force()) || withdrawParked(draft, target, request.force())) {
            return;
        }
        boolean unknown = draft.spec == null;
        draft.command(new PipelineCommand.Reject(new DeployRejected(
                request.requestId(),
                draft.environmentId,
                null,
                unknown ? Reason.UNKNOWN_ENVIRONMENT : Reason.NOTHING_TO_CANCEL,
                unknown
                        ? UNKNOWN_ENVIRONMENT
                        : "There is no running deployment or queued request that this could cancel.",
                request.requestedBy(),
                draft.at)));
        deadLetterIfUnknown(draft);
    }

    /** Takes out the requests that waited for the configuration that has arrived, in the order of their arrival. */
    static List<DeployRequested> release(Draft draft, EnvironmentSpec spec) {
        List<ParkedRequest> ready = draft.parked.stream()
                .filter(parked -> Objects.requireNonNullElse(parked.request().specVersion(), 0L) <= spec.version())
                .toList();
        if (!ready.isEmpty()) {
            draft.parked = without(draft.parked, ready::contains);
        }
        return ready.stream().map(ParkedRequest::request).toList();
    }

    /** Lets a request that has been released join the queue. */
    static void specArrived(Draft draft, DeployRequested request, EnvironmentSpec spec) {
        DeploymentTable.move(DeploymentPhase.PARKED, DeploymentEvent.SPEC_ARRIVED);
        admit(draft, request, spec);
    }

    /** Refuses the requests that have waited long enough. */
    static void passDeadlines(Draft draft) {
        for (ParkedRequest parked : draft.parked) {
            if (!parked.until().isAfter(draft.at)) {
                settle(
                        draft,
                        parked.request(),
                        DeploymentPhase.PARKED,
                        DeploymentEvent.SPEC_WAIT_OVER,
                        new Refusal(
                                Reason.SPEC_VERSION_NOT_SEEN,
                                "Version " + parked.request().specVersion()
                                        + " of the environment's configuration has not arrived. Ask again."));
            }
        }
        if (draft.parked.stream().anyMatch(parked -> !parked.until().isAfter(draft.at))) {
            draft.parked = without(draft.parked, parked -> !parked.until().isAfter(draft.at));
        }
    }

    /** Refuses everything that waits: the environment is forgotten. */
    static void refuseAll(Draft draft) {
        Refusal refusal = new Refusal(Reason.UNKNOWN_ENVIRONMENT, UNKNOWN_ENVIRONMENT);
        for (QueuedDeployment queued : draft.queue) {
            queued.requests()
                    .forEach(request -> settle(
                            draft, request, DeploymentPhase.QUEUED, DeploymentEvent.ENVIRONMENT_FORGOTTEN, refusal));
        }
        for (ParkedRequest parked : draft.parked) {
            settle(draft, parked.request(), DeploymentPhase.PARKED, DeploymentEvent.ENVIRONMENT_FORGOTTEN, refusal);
        }
        draft.queue = List.of();
        draft.parked = List.of();
    }

    /** Starts the first request of the queue that can be served. False if there is none. */
    static boolean startNext(Draft draft) {
        EnvironmentSpec spec = draft.spec;
        while (spec != null && !draft.queue.isEmpty()) {
            QueuedDeployment first = draft.queue.getFirst();
            draft.queue = List.copyOf(draft.queue.subList(1, draft.queue.size()));
            List<DeployRequested> possible = first.requests().stream()
                    .filter(request -> isPossible(draft, request, spec))
                    .toList();
            if (!possible.isEmpty()) {
                start(draft, new QueuedDeployment(possible), spec);
                return true;
            }
        }
        return false;
    }

    private static boolean isPossible(Draft draft, DeployRequested request, EnvironmentSpec spec) {
        Optional<Refusal> refusal =
                RequestRules.checkForm(request, spec).or(() -> RequestRules.checkState(request, spec, draft::service));
        refusal.ifPresent(why -> settle(draft, request, DeploymentPhase.QUEUED, DeploymentEvent.REFUSED, why));
        return refusal.isEmpty();
    }

    private static void start(Draft draft, QueuedDeployment request, EnvironmentSpec spec) {
        List<PlannedStage> stages = Planner.plan(request, spec, draft::service);
        OpenRun run = OpenRun.started(new RunPlan(request, draft.at, stages), spec);
        run.phase = DeploymentTable.move(DeploymentPhase.QUEUED, DeploymentEvent.TURN_CAME)
                .next();
        draft.run = run;
        draft.publish(Statuses.deployment(run, null));
        stages.forEach(stage -> stage.steps().forEach(step -> Statuses.publishService(draft, run, stage, step)));
    }

    private static void admit(Draft draft, DeployRequested request, EnvironmentSpec spec) {
        Optional<Refusal> refusal = RequestRules.checkForm(request, spec);
        if (refusal.isPresent()) {
            settle(draft, request, DeploymentPhase.QUEUED, DeploymentEvent.REFUSED, refusal.get());
            return;
        }
        if (!draft.queue.isEmpty() && merges(draft.queue.getLast(), request)) {
            DeploymentTable.move(DeploymentPhase.QUEUED, DeploymentEvent.NEIGHBOUR_MERGED);
            List<QueuedDeployment> others = draft.queue.subList(0, draft.queue.size() - 1);
            draft.queue = append(others, draft.queue.getLast().with(request));
        } else {
            draft.queue = append(draft.queue, QueuedDeployment.of(request));
        }
    }

    /** Forced runs merge only if they are the same: one job cannot run for two events at once. */
    private static boolean merges(QueuedDeployment last, DeployRequested request) {
        boolean sameUser =
                last.requestedBy().user().equals(request.requestedBy().user());
        if (!sameUser || last.action() != request.action()) {
            return false;
        }
        return request.action() != Action.FORCE_RUN
                || (request.jobEvent() == last.jobEvent()
                        && last.serviceIds()
                                .equals(request.serviceIds().stream().distinct().toList())
                        && last.versions().equals(request.versions()));
    }

    private static boolean withdrawQueued(Draft draft, @Nullable String target, boolean force) {
        if (target == null) {
            return false;
        }
        List<QueuedDeployment> left =
                without(draft.queue, queued -> queued.requestIds().contains(target));
        boolean found = left.size() < draft.queue.size();
        if (found) {
            DeploymentTable.move(DeploymentPhase.QUEUED, cancelEvent(force));
            draft.queue = left;
        }
        return found;
    }

    /** Without a target the oldest one is meant: it would be running if its configuration had arrived. */
    private static boolean withdrawParked(Draft draft, @Nullable String target, boolean force) {
        Optional<ParkedRequest> found = draft.parked.stream()
                .filter(parked -> target == null || parked.request().requestId().equals(target))
                .findFirst();
        found.ifPresent(parked -> {
            DeploymentTable.move(DeploymentPhase.PARKED, cancelEvent(force));
            draft.parked = without(draft.parked, parked::equals);
        });
        return found.isPresent();
    }

    private static DeploymentEvent cancelEvent(boolean force) {
        return force ? DeploymentEvent.CANCEL_FORCED : DeploymentEvent.CANCEL;
    }

    private static void refuseUnknown(Draft draft, DeployRequested request) {
        settle(
                draft,
                request,
                DeploymentPhase.QUEUED,
                DeploymentEvent.REFUSED,
                new Refusal(Reason.UNKNOWN_ENVIRONMENT, UNKNOWN_ENVIRONMENT));
        deadLetterIfUnknown(draft);
    }

    private static void settle(
            Draft draft, DeployRequested request, DeploymentPhase phase, DeploymentEvent event, Refusal refusal) {
        DeploymentTable.move(phase, event);
        draft.command(new PipelineCommand.Reject(new DeployRejected(
                request.requestId(),
                draft.environmentId,
                request.action(),
                refusal.reason(),
                refusal.message(),
                request.requestedBy(),
                draft.at)));
    }

    static void deadLetterIfUnknown(Draft draft) {
        if (draft.neverKnown()) {
            draft.command(new PipelineCommand.DeadLetter(UNKNOWN_ENVIRONMENT));
            // Nothing is kept of an environment that does not exist, or strangers could fill the store.
            if (draft.parked.isEmpty()) {
                draft.seen = List.of();
            }
        }
    }

    private static boolean isRepeated(Draft draft, String requestId) {
        if (draft.seen.contains(requestId)) {
            return true;
        }
        List<String> seen = append(draft.seen, requestId);
        int tooMany = Math.max(0, seen.size() - Admission.MAX_SEEN);
        draft.seen = List.copyOf(seen.subList(tooMany, seen.size()));
        return false;
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    private static <T> List<T> without(List<T> list, Predicate<T> unwanted) {
        return list.stream().filter(unwanted.negate()).toList();
    }
}
