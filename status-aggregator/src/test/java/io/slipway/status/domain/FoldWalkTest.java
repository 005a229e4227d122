package io.slipway.status.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded walks through whatever events an environment may have; the seed of a failure is in its message. */
class FoldWalkTest {

    private static final int SEEDS = 3_000;

    @Test
    void shouldGiveTheSameStatusWhenReplayedAndWhenEventsAreRepeated() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Walk walk = new Walk(seed);
            EnvironmentView once = fold(walk.merged());

            assertThat(fold(walk.merged())).as("replay, seed %d", seed).isEqualTo(once);
            assertThat(Story.status(fold(withRepetitions(walk.merged(), new Random(seed)))))
                    .as("repetitions, seed %d", seed)
                    .isEqualTo(Story.status(once));
        }
    }

    @Test
    void shouldShowTheSameWhateverTheOrderOfTheTwoTopics() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Walk walk = new Walk(seed);
            List<Object> runningFirst = new ArrayList<>(walk.running);
            runningFirst.addAll(walk.status);
            List<Object> runningLast = new ArrayList<>(walk.status);
            runningLast.addAll(walk.running);
            EnvironmentStatus expected = shown(fold(walk.merged()));

            assertThat(shown(fold(runningFirst))).as("seed %d", seed).isEqualTo(expected);
            assertThat(shown(fold(runningLast))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void shouldNumberStatusesWithoutGapsWhereverTheyArePublished() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            EnvironmentView view = EnvironmentView.unknown("env-1");
            long sequence = 0;
            Instant at = Instant.MIN;
            for (Object event : withRepetitions(new Walk(seed).merged(), random)) {
                view = fold(view, event);
                if (random.nextInt(3) == 0
                        && Projection.publish(view) instanceof Publication.Status(var next, var status)) {
                    assertThat(status.sequence()).as("seed %d", seed).isEqualTo(++sequence);
                    assertThat(status.at()).as("seed %d", seed).isAfterOrEqualTo(at);
                    at = status.at();
                    view = next;
                }
            }
        }
    }

    @Test
    void shouldNeverShowWhatContradictsItself() {
        for (long seed = 0; seed < SEEDS; seed++) {
            EnvironmentView view = EnvironmentView.unknown("env-1");
            boolean leftTheQueue = false;
            String deploymentId = null;
            for (Object event : new Walk(seed).merged()) {
                view = fold(view, event);
                if (!(Projection.publish(view) instanceof Publication.Status(var _, var status))) {
                    continue;
                }
                String context = "seed " + seed + ": " + status;
                Deployment deployment = status.deployment();
                if (deployment == null) {
                    assertThat(status.state().group())
                            .as(context)
                            .isIn(DeploymentState.Group.INITIAL, DeploymentState.Group.QUEUED);
                    continue;
                }
                assertThat(status.state().isFinal())
                        .as(context)
                        .isEqualTo(deployment.phase().isFinal());
                if (!deployment.id().equals(deploymentId)) {
                    deploymentId = deployment.id();
                    leftTheQueue = false;
                }
                boolean queued = status.state().group() == DeploymentState.Group.QUEUED;
                assertThat(leftTheQueue && queued).as(context).isFalse();
                leftTheQueue |= !queued;
                status.stages().forEach(stage -> checkStage(stage, deployment, context));
            }
        }
    }

    private static void checkStage(StageStatus stage, Deployment deployment, String context) {
        if (deployment.phase().isFinal()) {
            assertThat(stage.progress()).as(context).isNotIn(StageProgress.QUEUED, StageProgress.ONGOING);
        }
        if (stage.endedAt() != null) {
            assertThat(stage.startedAt()).as(context).isNotNull().isBeforeOrEqualTo(stage.endedAt());
        }
        stage.services().forEach(service -> {
            assertThat(service.failure() == null || service.state().isError())
                    .as(context)
                    .isTrue();
            if (service.buildMillis() != null) {
                assertThat(service.buildMillis()).as(context).isNotNegative();
                assertThat(service.startedAt()).as(context).isNotNull();
            }
        });
    }

    private static EnvironmentView fold(List<Object> events) {
        EnvironmentView view = EnvironmentView.unknown("env-1");
        for (Object event : events) {
            view = fold(view, event);
        }
        return view;
    }

    private static EnvironmentView fold(EnvironmentView view, Object event) {
        return event instanceof StatusEvent status ? Fold.fold(view, status) : Fold.fold(view, (ServiceRunning) event);
    }

    /** Without what depends on how the topics are interleaved. */
    private static EnvironmentStatus shown(EnvironmentView view) {
        EnvironmentStatus status = Story.status(view);
        return new EnvironmentStatus(
                status.environmentId(),
                0,
                Instant.EPOCH,
                status.name(),
                status.specVersion(),
                status.state(),
                status.running(),
                status.deployment(),
                status.queue(),
                status.stages());
    }

    private static List<Object> withRepetitions(List<Object> events, Random random) {
        List<Object> repeated = new ArrayList<>();
        for (Object event : events) {
            repeated.add(event);
            while (random.nextInt(3) == 0) {
                Object again = repeated.get(random.nextInt(repeated.size()));
                if (again instanceof StatusEvent || again.equals(lastRunning(repeated, again))) {
                    repeated.add(again);
                }
            }
        }
        return repeated;
    }

    /** A redelivered running state is the last of its service: older ones are older by their time. */
    private static Object lastRunning(List<Object> events, Object of) {
        return events.stream()
                .filter(event -> event instanceof ServiceRunning running
                        && running.serviceId().equals(((ServiceRunning) of).serviceId()))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    /** The events of one environment: plausible deployments, with everything about them left to chance. */
    private static final class Walk {

        private final List<Object> status = new ArrayList<>();
        private final List<Object> running = new ArrayList<>();
        private final List<Boolean> order = new ArrayList<>();
        private final Random random;
        private final Story story = new Story();
        private final List<String> services = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private int named;

        private Walk(long seed) {
            this.random = new Random(seed);
            describe();
            int deployments = 1 + random.nextInt(4);
            for (int i = 0; i < deployments; i++) {
                deploy("d-" + i);
                if (random.nextInt(3) == 0) {
                    describe();
                }
            }
        }

        private List<Object> merged() {
            List<Object> merged = new ArrayList<>();
            int nextStatus = 0;
            int nextRunning = 0;
            for (boolean isStatus : order) {
                merged.add(isStatus ? status.get(nextStatus++) : running.get(nextRunning++));
            }
            return merged;
        }

        private void describe() {
            if (!services.isEmpty() && random.nextInt(2) == 0) {
                removed.add(services.remove(random.nextInt(services.size())));
            }
            for (int i = random.nextInt(4); i >= 0; i--) {
                services.add("s-" + named++);
            }
            int cut = random.nextInt(services.size() + 1);
            var layout = new java.util.LinkedHashMap<String, List<String>>();
            layout.put("one", List.copyOf(services.subList(0, cut)));
            layout.put("two", List.copyOf(services.subList(cut, services.size())));
            story.described(layout);
            told();
        }

        private void deploy(String id) {
            Action action = pick(Action.values());
            List<String> partaking =
                    services.stream().filter(_ -> random.nextInt(4) > 0).toList();
            story.begins(id, action, partaking.toArray(String[]::new));
            told();
            List<String> waiting = new ArrayList<>();
            for (String service : partaking) {
                story.service(service, DeploymentState.queued(action));
                told();
                waiting.add(service);
            }
            List<String> atWork = new ArrayList<>();
            boolean failed = false;
            boolean canceling = false;
            while (!waiting.isEmpty() || !atWork.isEmpty()) {
                if (!canceling && random.nextInt(12) == 0) {
                    canceling = true;
                    story.turns(Phase.CANCELING);
                    told();
                }
                if (!waiting.isEmpty() && random.nextBoolean()) {
                    String service = waiting.remove(random.nextInt(waiting.size()));
                    if (!failed && !canceling) {
                        story.service(
                                service,
                                random.nextInt(3) == 0 ? DeploymentState.BUILDING : DeploymentState.active(action));
                        told();
                        atWork.add(service);
                    }
                } else if (!atWork.isEmpty()) {
                    String service = atWork.remove(random.nextInt(atWork.size()));
                    DeploymentState end = random.nextInt(5) == 0
                            ? DeploymentState.failed(action)
                            : canceling && random.nextBoolean()
                                    ? DeploymentState.CANCELED
                                    : DeploymentState.succeeded(action);
                    failed |= end.isError();
                    story.service(service, end);
                    told();
                    run(service);
                }
            }
            story.turns(canceling ? Phase.CANCELED : failed ? Phase.FAILED : Phase.SUCCEEDED);
            told();
        }

        private void run(String service) {
            RunningState state = pick(RunningState.values());
            List<ServiceRunning.Instance> instances = state == RunningState.STOPPED
                    ? List.of()
                    : List.of(ServiceRunning.Instance.of(service, state, null, random.nextInt(3), null));
            running.add(new ServiceRunning(
                    "env-1", service, state, instances, story.waits(1).now()));
            order.add(false);
        }

        private void told() {
            status.add(story.told().getLast());
            order.add(true);
        }

        private <T> T pick(T[] values) {
            return values[random.nextInt(values.length)];
        }
    }
}
