package io.slipway.gateway.domain.history;

import io.slipway.events.Copies;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Member;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.events.status.StatusEvent.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One deployment, as it is remembered: the fold of its status events.
 *
 * @param id the deployment's id = request id of the first request in it
 * @param updatedAt time of the last event
 * @param stages with at least one service that takes part, in deployment order
 * @param problem why the request could not be served at all; null otherwise
 */
public record DeploymentRecord(
        String environmentId,
        String id,
        List<String> requestIds,
        Action action,
        @Nullable JobEvent jobEvent,
        Requester requestedBy,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt,
        Phase phase,
        long specVersion,
        List<StageRecord> stages,
        @Nullable String problem) {

    public DeploymentRecord {
        requestIds = Copies.list(requestIds);
        stages = Copies.list(stages);
    }

    /**
     * A deployment that begins.
     *
     * @param described stages and services of the environment as they were described last
     * @param details configuration of a service
     */
    public static DeploymentRecord begin(
            String environmentId,
            Deployment deployment,
            Instant at,
            List<Stage> described,
            Function<Member, ServiceDetails> details) {
        Set<String> ids = new HashSet<>(deployment.serviceIds());
        List<StageRecord> stages = described.stream()
                .map(stage -> new StageRecord(
                        stage.id(),
                        stage.name(),
                        stage.services().stream()
                                .filter(member -> ids.contains(member.id()))
                                .map(member -> ServiceRecord.waiting(
                                        member.id(), member.name(), member.kind(), details.apply(member)))
                                .toList()))
                .filter(stage -> !stage.services().isEmpty())
                .toList();
        return empty(environmentId, deployment, at, stages);
    }

    /** A request that was accepted and then could not be served. */
    public static DeploymentRecord refused(DeployRequested request, DeployRejected rejection) {
        return new DeploymentRecord(
                request.environmentId(),
                request.requestId(),
                List.of(request.requestId()),
                request.action(),
                request.jobEvent(),
                request.requestedBy(),
                request.requestedAt(),
                null,
                rejection.rejectedAt(),
                rejection.rejectedAt(),
                Phase.FAILED,
                request.specVersion() == null ? 0 : request.specVersion(),
                List.of(),
                rejection.message());
    }

    /** What is remembered after the deployment was reported as {@code deployment}. */
    public DeploymentRecord apply(Deployment deployment, Instant at) {
        return new DeploymentRecord(
                environmentId,
                id,
                deployment.requestIds(),
                deployment.action(),
                deployment.jobEvent(),
                deployment.requestedBy(),
                deployment.requestedAt(),
                deployment.startedAt(),
                deployment.endedAt(),
                phase.isFinal() ? updatedAt : at,
                deployment.phase(),
                deployment.specVersion(),
                stages,
                null);
    }

    /**
     * What is remembered after {@code change}.
     *
     * @param stageName name of the change's stage, for a service that was not expected
     * @param details configuration of that service
     * @param before what the deployment before this one did to the service; null if there is none
     */
    public DeploymentRecord apply(
            ServiceChanged change, String stageName, ServiceDetails details, @Nullable ServiceRecord before) {
        if (service(change.serviceId()).isPresent()) {
            return with(
                    stages.stream().map(stage -> changed(stage, change, before)).toList(), change.at());
        }
        ServiceRecord added = ServiceRecord.waiting(change.serviceId(), change.name(), change.serviceKind(), details)
                .apply(change, before);
        if (stages.stream().anyMatch(stage -> stage.id().equals(change.stageId()))) {
            return with(
                    stages.stream()
                            .map(stage -> stage.id().equals(change.stageId())
                                    ? new StageRecord(stage.id(), stage.name(), append(stage.services(), added))
                                    : stage)
                            .toList(),
                    change.at());
        }
        return with(append(stages, new StageRecord(change.stageId(), stageName, List.of(added))), change.at());
    }

    /** What the deployment did to a service. */
    public Optional<ServiceRecord> service(String serviceId) {
        return services().filter(service -> service.id().equals(serviceId)).findFirst();
    }

    /** All services that take part. */
    public Stream<ServiceRecord> services() {
        return stages.stream().flatMap(stage -> stage.services().stream());
    }

    /** The state of the environment as far as this deployment is concerned. */
    public DeploymentState state() {
        List<DeploymentState> states = services()
                .filter(service -> !phase.isFinal() || service.reached())
                .map(ServiceRecord::state)
                .filter(Objects::nonNull)
                .toList();
        return switch (phase) {
            case CANCELING -> DeploymentState.CANCELING;
            case CANCELED -> DeploymentState.CANCELED;
            case SUCCEEDED -> DeploymentState.succeeded(action);
            case FAILED -> failed(states);
            case ONGOING -> ongoing(states);
        };
    }

    /** How long the deployment took, up to {@code now} if it goes on. */
    public Duration duration(Instant now) {
        return between(startedAt, endedAt, now);
    }

    /** From {@code start} to {@code end}, or to {@code now} while there is no end; zero before the start. */
    static Duration between(@Nullable Instant start, @Nullable Instant end, Instant now) {
        if (start == null) {
            return Duration.ZERO;
        }
        Duration duration = Duration.between(start, end == null ? now : end);
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private DeploymentState failed(List<DeploymentState> states) {
        List<DeploymentState> errors =
                states.stream().filter(DeploymentState::isError).distinct().toList();
        return errors.equals(List.of(DeploymentState.BUILD_ERROR))
                ? DeploymentState.BUILD_ERROR
                : DeploymentState.failed(action);
    }

    private DeploymentState ongoing(List<DeploymentState> states) {
        DeploymentState active = DeploymentState.active(action);
        if (startedAt == null) {
            return DeploymentState.queued(action);
        }
        boolean building = active == DeploymentState.DEPLOYING
                && states.contains(DeploymentState.BUILDING)
                && !states.contains(DeploymentState.DEPLOYING);
        return building ? DeploymentState.BUILDING : active;
    }

    private DeploymentRecord with(List<StageRecord> newStages, Instant at) {
        return new DeploymentRecord(
                environmentId,
                id,
                requestIds,
                action,
                jobEvent,
                requestedBy,
                requestedAt,
                startedAt,
                endedAt,
                at,
                phase,
                specVersion,
                newStages,
                problem);
    }

    private static DeploymentRecord empty(
            String environmentId, Deployment deployment, Instant at, List<StageRecord> stages) {
        return new DeploymentRecord(
                environmentId,
                deployment.id(),
                deployment.requestIds(),
                deployment.action(),
                deployment.jobEvent(),
                deployment.requestedBy(),
                deployment.requestedAt(),
                deployment.startedAt(),
                deployment.endedAt(),
                at,
                deployment.phase(),
                deployment.specVersion(),
                stages,
                null);
    }

    private static StageRecord changed(StageRecord stage, ServiceChanged change, @Nullable ServiceRecord before) {
        return new StageRecord(
                stage.id(),
                stage.name(),
                stage.services().stream()
                        .map(service ->
                                service.id().equals(change.serviceId()) ? service.apply(change, before) : service)
                        .toList());
    }

    private static <T> List<T> append(List<T> list, T element) {
        List<T> all = new ArrayList<>(list);
        all.add(element);
        return all;
    }
}
