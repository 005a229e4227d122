package io.slipway.gateway.app.feed;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.events.status.StatusEvent.Stage;
import io.slipway.gateway.app.feed.FingerprintStore.ServiceKey;
import io.slipway.gateway.app.history.HistoryStore.DeploymentKey;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.LogEntry;
import io.slipway.gateway.domain.history.ServiceDetails;
import io.slipway.gateway.domain.history.ServiceRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folds status events that one transaction deals with: what was known before, and what has to be written when all of them
 * are in. Not safe for several threads.
 */
final class HistoryBatch {

    private static final String UNKNOWN_ICON = "app://qovery-console/application";

    private final Map<DeploymentKey, DeploymentRecord> deployments = new HashMap<>();
    private final Map<UUID, List<Stage>> described = new HashMap<>();
    private final Map<UUID, Map<String, ServiceDetails>> details = new HashMap<>();

    private final Map<UUID, Long> sequences = new LinkedHashMap<>();
    private final Set<UUID> describedAnew = new LinkedHashSet<>();
    private final Set<DeploymentKey> changed = new LinkedHashSet<>();
    private final Set<UUID> begun = new LinkedHashSet<>();
    private final Set<UUID> moved = new LinkedHashSet<>();
    private final List<DeploymentRecord> ended = new ArrayList<>();
    private final List<LogStore.Line> lines = new ArrayList<>();
    private final Map<ServiceKey, Long> deployed = new LinkedHashMap<>();
    private final Set<ServiceKey> removed = new LinkedHashSet<>();
    private final List<Run> runs = new ArrayList<>();

    /** Tells of deployments that there are. */
    void know(List<DeploymentRecord> found) {
        found.forEach(deployment -> deployments.put(
                new DeploymentKey(UUID.fromString(deployment.environmentId()), deployment.id()), deployment));
    }

    /** Tells of stages as they were described last, and of the services' configurations. */
    void know(Map<UUID, List<Stage>> stages, Map<UUID, Map<String, ServiceDetails>> services) {
        described.putAll(stages);
        details.putAll(services);
    }

    /** Whether stages and configurations have to be known to deal with the event. */
    boolean needsConfiguration(UUID id, StatusEvent event) {
        return switch (event) {
            case StatusEvent.DeploymentChanged changes ->
                changes.deployment() != null
                        && !deployments.containsKey(
                                new DeploymentKey(id, changes.deployment().id()));
            case ServiceChanged change ->
                deployment(id, change)
                        .filter(deployment ->
                                deployment.service(change.serviceId()).isEmpty())
                        .isPresent();
            case StatusEvent.EnvironmentDescribed _, StatusEvent.EnvironmentForgotten _ -> false;
        };
    }

    /**
     * Whether what the deployment before did to the service has to be known to deal with the event: only a service that
     * comes to rest without any work needs it.
     */
    boolean needsBefore(UUID id, ServiceChanged change) {
        return change.state().isFinal()
                && deployment(id, change)
                        .filter(deployment -> deployment
                                .service(change.serviceId())
                                .filter(ServiceRecord::reached)
                                .isEmpty())
                        .isPresent();
    }

    /** An event of an environment was dealt with. */
    void advance(UUID id, long sequence) {
        sequences.put(id, sequence);
    }

    /** The environment has these stages now. */
    void describe(UUID id, List<Stage> stages) {
        described.put(id, stages);
        describedAnew.add(id);
    }

    /** A deployment changed. */
    void change(UUID id, Deployment deployment, Instant at) {
        DeploymentKey key = new DeploymentKey(id, deployment.id());
        DeploymentRecord before = deployments.get(key);
        DeploymentRecord after = before == null ? begin(id, deployment, at) : before.apply(deployment, at);
        deployments.put(key, after);
        changed.add(key);
        moved.add(id);
        if (before == null) {
            begun.add(id);
        }
        if (after.phase().isFinal() && (before == null || !before.phase().isFinal())) {
            ended.add(after);
        }
    }

    private DeploymentRecord begin(UUID id, Deployment deployment, Instant at) {
        return DeploymentRecord.begin(
                id.toString(),
                deployment,
                at,
                described.getOrDefault(id, List.of()),
                member -> details(id, member.id()));
    }

    /**
     * A service changed. A change by a deployment that is not known is ignored.
     *
     * @param before what the deployment before did to it, where that {@linkplain #needsBefore is needed}
     */
    void change(UUID id, ServiceChanged change, @Nullable ServiceRecord before) {
        deployment(id, change).ifPresent(deployment -> {
            DeploymentRecord after =
                    deployment.apply(change, stageName(id, change.stageId()), details(id, change.serviceId()), before);
            DeploymentKey key = new DeploymentKey(id, deployment.id());
            deployments.put(key, after);
            changed.add(key);
            after.service(change.serviceId())
                    .filter(service -> service.reached() && service.resting())
                    .ifPresent(_ -> rest(id, change, after));
        });
    }

    /** The deployment brought the service to rest. */
    private void rest(UUID id, ServiceChanged change, DeploymentRecord deployment) {
        LogEntry.of(change).ifPresent(entry -> lines.add(new LogStore.Line(id, entry)));
        Uuids.of(change.serviceId()).ifPresent(service -> {
            ServiceKey key = new ServiceKey(id, service);
            if (change.state() == DeploymentState.DEPLOYED) {
                deployed.put(key, deployment.specVersion());
                removed.remove(key);
            } else if (change.state() == DeploymentState.DELETED) {
                removed.add(key);
                deployed.remove(key);
            }
            runs.add(new Run(id, service, change));
        });
    }

    private Optional<DeploymentRecord> deployment(UUID id, ServiceChanged change) {
        return Optional.ofNullable(deployments.get(new DeploymentKey(id, change.deploymentId())));
    }

    private ServiceDetails details(UUID id, String serviceId) {
        return details.getOrDefault(id, Map.of()).getOrDefault(serviceId, ServiceDetails.unknown(UNKNOWN_ICON));
    }

    private String stageName(UUID id, String stageId) {
        return described.getOrDefault(id, List.of()).stream()
                .filter(stage -> stage.id().equals(stageId))
                .map(Stage::name)
                .findFirst()
                .orElse("");
    }

    /** The deployments that changed since this was asked for last, in the order in which they did. */
    List<DeploymentRecord> takeChanged() {
        List<DeploymentRecord> taken = new ArrayList<>();
        changed.forEach(key -> Optional.ofNullable(deployments.get(key)).ifPresent(taken::add));
        changed.clear();
        return taken;
    }

    /** Number of the last event that was dealt with, by environment. */
    Map<UUID, Long> sequences() {
        return sequences;
    }

    /** Stages of the environments that were described anew. */
    Map<UUID, List<Stage>> describedAnew() {
        Map<UUID, List<Stage>> stages = new LinkedHashMap<>();
        describedAnew.forEach(id -> stages.put(id, described.getOrDefault(id, List.of())));
        return stages;
    }

    /** Environments in which a deployment began. */
    Set<UUID> begun() {
        return begun;
    }

    /** Environments in which any deployment changed. */
    Set<UUID> moved() {
        return moved;
    }

    /** Deployments that ended, as they are remembered. */
    List<DeploymentRecord> ended() {
        return ended;
    }

    /** What is to be logged. */
    List<LogStore.Line> lines() {
        return lines;
    }

    /** Services that were deployed last, and with which version of the configuration. */
    Map<ServiceKey, Long> deployed() {
        return deployed;
    }

    /** Services that were deleted last. */
    Set<ServiceKey> removed() {
        return removed;
    }

    /** What brought services to rest. */
    List<Run> runs() {
        return runs;
    }

    /** A service that came to rest. */
    record Run(UUID environmentId, UUID serviceId, ServiceChanged change) {}
}
