package io.slipway.gateway.domain.deployment;

import io.slipway.events.Copies;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import io.slipway.gateway.domain.deployment.Blueprint.StagePlan;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Outcome;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Step;
import io.slipway.gateway.domain.deployment.ServiceStatusView.StepName;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An environment as the gateway shows it: what the catalog has, in the state that the pipeline reported last, with the
 * requests that were accepted since laid over it. Somebody who looks right after an accepted request therefore never
 * sees the final state of the deployment before it.
 *
 * @param reported the newest record of {@code environment.status}; null before the first
 * @param unseen accepted requests that {@code reported} does not show yet, oldest first
 * @param cancellations accepted cancellations that {@code reported} does not show yet
 * @param refusal the newest request if it could not be served; null otherwise
 * @param freshness by service id; a service that is not in it was never deployed
 */
public record EnvironmentPicture(
        Blueprint blueprint,
        @Nullable EnvironmentStatus reported,
        List<QueuedRequest> unseen,
        List<Cancellation> cancellations,
        @Nullable Refusal refusal,
        Map<String, Freshness> freshness) {

    public EnvironmentPicture {
        List<String> seen = reported == null ? List.of() : shownIn(reported);
        unseen = Copies.list(unseen).stream()
                .filter(request -> !seen.contains(request.id()))
                .toList();
        cancellations = Copies.list(cancellations);
        freshness = Copies.map(freshness);
    }

    /** This picture with one more accepted request. */
    public EnvironmentPicture plus(DeployRequested request) {
        List<QueuedRequest> more = new ArrayList<>(unseen);
        more.add(new QueuedRequest(
                request.requestId(),
                List.of(request.requestId()),
                request.action(),
                request.jobEvent(),
                request.requestedBy(),
                request.requestedAt(),
                request.serviceIds()));
        return new EnvironmentPicture(blueprint, reported, more, cancellations, refusal, freshness);
    }

    /** This picture with one more accepted cancellation. */
    public EnvironmentPicture plus(Cancellation cancellation) {
        List<Cancellation> more = new ArrayList<>(cancellations);
        more.add(cancellation);
        return new EnvironmentPicture(blueprint, reported, unseen, more, refusal, freshness);
    }

    /** The ids of all requests that {@code status} shows, deployed or waiting. */
    public static List<String> shownIn(EnvironmentStatus status) {
        Stream<String> deployed = status.deployment() == null ? Stream.of() : status.deployment().requestIds().stream();
        return Stream.concat(deployed, status.queue().stream().flatMap(request -> request.requestIds().stream()))
                .toList();
    }

    /** Whether anything is laid over the reported status. */
    public boolean overlaid() {
        return !unseen.isEmpty() || !cancellations.isEmpty() || refused().isPresent();
    }

    /** The deployment that is under way. */
    public Optional<Deployment> running() {
        return lastDeployment().filter(deployment -> !deployment.phase().isFinal());
    }

    /** What waits, first comes first. */
    public List<QueuedRequest> waiting() {
        return reported == null
                ? unseen
                : Stream.concat(reported.queue().stream(), unseen.stream()).toList();
    }

    /** Whether anything is under way or waits. */
    public boolean busy() {
        return running().isPresent() || !waiting().isEmpty();
    }

    /** The running or last deployment. */
    public Optional<Deployment> lastDeployment() {
        return reported == null ? Optional.empty() : Optional.ofNullable(reported.deployment());
    }

    /** The state of the environment as a whole. */
    public DeploymentState state() {
        DeploymentState state = reported == null ? DeploymentState.READY : reported.state();
        Optional<Deployment> running = running();
        if (running.isPresent()) {
            return cancelling(running.get()) ? DeploymentState.CANCELING : state;
        }
        return waiting().isEmpty()
                ? state
                : DeploymentState.queued(waiting().getFirst().action());
    }

    /** Whether a cancellation of {@code deployment} was accepted, whether or not it is reported. */
    public boolean cancelling(Deployment deployment) {
        return deployment.phase() == Phase.CANCELING
                || cancellations.stream().anyMatch(c -> deployment.requestIds().contains(c.target()));
    }

    /** The state of one service. */
    public DeploymentState stateOf(ServicePlan service) {
        DeploymentState state = statusOf(service.id()).map(ServiceStatus::state).orElse(DeploymentState.READY);
        if (!state.isFinal()) {
            return state;
        }
        return waitingFor(service)
                .findFirst()
                .map(request -> DeploymentState.queued(request.action()))
                .orElse(state);
    }

    /** The environment's status as the contract shows it. */
    public EnvironmentStatusView environment() {
        DeploymentState state = state();
        Deployment last = lastDeployment().orElse(null);
        Optional<QueuedRequest> next =
                running().isPresent() ? Optional.empty() : waiting().stream().findFirst();
        Origin origin = next.map(r -> r.requestedBy().origin())
                .orElse(last == null ? null : last.requestedBy().origin());
        String user = next.map(r -> r.requestedBy().user())
                .orElse(last == null ? null : last.requestedBy().user());
        return new EnvironmentStatusView(
                blueprint.environmentId(),
                state,
                last == null ? null : begin(last),
                refused().map(r -> DeploymentState.failed(r.action())).orElse(state),
                refused().map(Refusal::requestId).orElse(last == null ? null : last.id()),
                last == null ? null : duration(last.startedAt(), last.endedAt()),
                origin,
                user,
                overallFreshness(),
                next.map(QueuedRequest::id).orElse(last == null ? null : last.id()));
    }

    /** A service's status as the contract shows it. */
    public ServiceStatusView service(ServicePlan service) {
        DeploymentState state = stateOf(service);
        Optional<ServiceStatus> status = statusOf(service.id());
        Optional<Deployment> last =
                lastDeployment().filter(deployment -> deployment.serviceIds().contains(service.id()));
        String executionId = status.map(ServiceStatus::deploymentId).orElse(null);
        Action action = last.filter(deployment -> deployment.id().equals(executionId))
                .map(Deployment::action)
                .orElse(null);
        return new ServiceStatusView(
                service.id(),
                state,
                freshness.getOrDefault(service.id(), Freshness.NEVER_DEPLOYED),
                status.map(s -> s.startedAt() == null ? s.changedAt() : s.startedAt())
                        .orElse(null),
                last.isPresent(),
                status.map(EnvironmentPicture::steps).orElse(Steps.NONE),
                executionId,
                StatusDetails.of(state, action),
                waitingFor(service).findFirst().map(QueuedRequest::id).orElse(executionId),
                (int) waitingFor(service).count());
    }

    /** The stages with their services, in deployment order. */
    public List<StageStatusView> stages() {
        return blueprint.stages().stream().map(this::stage).toList();
    }

    /** What the pipeline reported about a service. */
    public Optional<ServiceStatus> statusOf(String serviceId) {
        return reported == null
                ? Optional.empty()
                : reported.stages().stream()
                        .flatMap(stage -> stage.services().stream())
                        .filter(service -> service.id().equals(serviceId))
                        .findFirst();
    }

    /** Whether {@code request} does something to {@code service}. */
    public static boolean touches(QueuedRequest request, ServicePlan service) {
        return request.serviceIds().isEmpty()
                ? service.takesPart(request.action(), true)
                : request.serviceIds().contains(service.id()) && service.takesPart(request.action(), false);
    }

    private StageStatusView stage(StagePlan plan) {
        Optional<StageStatus> status = reported == null
                ? Optional.empty()
                : reported.stages().stream()
                        .filter(stage -> stage.id().equals(plan.id()))
                        .findFirst();
        boolean waits = running().isEmpty()
                && waiting().stream()
                        .limit(1)
                        .anyMatch(r -> plan.services().stream().anyMatch(s -> touches(r, s)));
        return new StageStatusView(
                plan.id(),
                plan.name(),
                plan.description(),
                waits ? StageProgress.QUEUED : status.map(StageStatus::progress).orElse(StageProgress.SKIPPED),
                status.map(s -> duration(s.startedAt(), s.endedAt())).orElse(null),
                plan.services().stream()
                        .map(service -> new StageStatusView.ServiceLine(service, service(service)))
                        .toList());
    }

    private Stream<QueuedRequest> waitingFor(ServicePlan service) {
        return waiting().stream().filter(request -> touches(request, service));
    }

    /** A refusal counts until something newer was asked for. */
    private Optional<Refusal> refused() {
        return Optional.ofNullable(refusal)
                .filter(r -> !busy())
                .filter(r -> lastDeployment()
                        .map(last -> last.requestedAt().isBefore(r.requestedAt()))
                        .orElse(true));
    }

    private Freshness overallFreshness() {
        List<Freshness> relevant = blueprint.services().stream()
                .filter(service -> service.takesPart(Action.DEPLOY, true))
                .map(service -> freshness.getOrDefault(service.id(), Freshness.NEVER_DEPLOYED))
                .distinct()
                .toList();
        if (relevant.isEmpty() || relevant.equals(List.of(Freshness.NEVER_DEPLOYED))) {
            return Freshness.NEVER_DEPLOYED;
        }
        return relevant.equals(List.of(Freshness.UP_TO_DATE)) ? Freshness.UP_TO_DATE : Freshness.OUT_OF_DATE;
    }

    private static Instant begin(Deployment deployment) {
        return deployment.startedAt() == null ? deployment.requestedAt() : deployment.startedAt();
    }

    private static Steps steps(ServiceStatus status) {
        Duration build = millis(status.buildMillis());
        Duration work = millis(status.deployMillis());
        List<Step> steps = new ArrayList<>();
        if (build != null) {
            steps.add(new Step(StepName.BUILD, work == null ? outcome(status.state()) : Outcome.SUCCESS, build));
        }
        if (work != null) {
            StepName name = status.kind() == ServiceKind.LIFECYCLE_JOB ? StepName.EXECUTING : StepName.DEPLOYMENT;
            steps.add(new Step(name, outcome(status.state()), work));
        }
        Duration computing = (build == null ? Duration.ZERO : build).plus(work == null ? Duration.ZERO : work);
        Duration total = status.state().isFinal() ? duration(status.startedAt(), status.changedAt()) : null;
        return new Steps(total, computing, steps);
    }

    private static Outcome outcome(DeploymentState state) {
        return switch (state.group()) {
            case ERROR -> Outcome.ERROR;
            case CANCELED -> Outcome.CANCEL;
            case INITIAL, QUEUED, ACTIVE, SUCCESS -> Outcome.SUCCESS;
        };
    }

    private static @Nullable Duration millis(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static @Nullable Duration duration(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null || to.isBefore(from) ? null : Duration.between(from, to);
    }
}
