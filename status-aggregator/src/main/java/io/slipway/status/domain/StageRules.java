package io.slipway.status.domain;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.StatusEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a stage stands in the running or last deployment: the first row that applies.
 *
 * <p>A stage that a deployment never reached, because an earlier one failed, is SKIPPED once the deployment is over.
 */
final class StageRules {

    /** One row. */
    private record Rule(Predicate<Facts> when, StageProgress then) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Facts::nobodyTakesPart, StageProgress.SKIPPED),
            new Rule(Facts::somebodyIsAtWork, StageProgress.ONGOING),
            new Rule(facts -> facts.settled() && facts.has(DeploymentState.Group.ERROR), StageProgress.ERROR),
            new Rule(facts -> facts.settled() && facts.has(DeploymentState.Group.CANCELED), StageProgress.CANCELED),
            new Rule(Facts::settled, StageProgress.DONE),
            new Rule(facts -> facts.over() && facts.has(DeploymentState.Group.ERROR), StageProgress.ERROR),
            new Rule(Facts::canceled, StageProgress.CANCELED),
            new Rule(Facts::over, StageProgress.SKIPPED),
            new Rule(facts -> facts.active() || facts.begun(), StageProgress.ONGOING),
            new Rule(_ -> true, StageProgress.QUEUED));

    private StageRules() {}

    /** How far the stage is, and when it began and ended. */
    static Standing of(StatusEvent.Stage stage, EnvironmentView view) {
        Facts facts = Facts.of(stage, view);
        StageProgress progress = RULES.stream()
                .filter(rule -> rule.when().test(facts))
                .findFirst()
                .orElseThrow()
                .then();
        return new Standing(progress, facts.startedAt(), facts.endedAt());
    }

    /** What is shown of a stage. */
    record Standing(
            StageProgress progress,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    /**
     * What the rules ask.
     *
     * @param participants how many services of the stage take part
     * @param reached those of them that have left the queue
     */
    private record Facts(
            StatusEvent.@Nullable Deployment deployment,
            String stageId,
            int participants,
            List<ServiceView> reached,
            Set<DeploymentState.Group> groups) {

        private static Facts of(StatusEvent.Stage stage, EnvironmentView view) {
            StatusEvent.Deployment deployment = view.deployment();
            if (deployment == null) {
                return new Facts(null, stage.id(), 0, List.of(), Set.of());
            }
            Set<String> partaking = Set.copyOf(deployment.serviceIds());
            List<StatusEvent.Member> participants = stage.services().stream()
                    .filter(member -> partaking.contains(member.id()))
                    .toList();
            List<ServiceView> reached = participants.stream()
                    .map(member -> view.services().get(member.id()))
                    .filter(service -> service != null && service.reachedBy(deployment.id()))
                    .toList();
            return new Facts(
                    deployment,
                    stage.id(),
                    participants.size(),
                    reached,
                    reached.stream().map(service -> service.state().group()).collect(Collectors.toSet()));
        }

        private boolean nobodyTakesPart() {
            return participants == 0;
        }

        private boolean somebodyIsAtWork() {
            return reached.stream().anyMatch(service -> !service.state().isFinal());
        }

        private boolean settled() {
            return reached.size() == participants && !somebodyIsAtWork();
        }

        private boolean has(DeploymentState.Group group) {
            return groups.contains(group);
        }

        private boolean begun() {
            return !reached.isEmpty();
        }

        private boolean active() {
            return deployment != null && stageId.equals(deployment.activeStageId());
        }

        private boolean over() {
            return deployment != null && deployment.phase().isFinal();
        }

        private boolean canceled() {
            return deployment != null && deployment.phase() == StatusEvent.Phase.CANCELED;
        }

        private @Nullable Instant startedAt() {
            return reached.stream()
                    .map(service -> service.course().startedAt())
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }

        /** When the last of its services became final, once no other is at work or to come. */
        private @Nullable Instant endedAt() {
            if (!(settled() || over()) || somebodyIsAtWork()) {
                return null;
            }
            return reached.stream()
                    .map(service -> service.course().changedAt())
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }
}
