package io.slipway.runtime.kubernetes.build;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.pod.Changes;
import io.slipway.runtime.kubernetes.pod.PodExec;
import io.slipway.runtime.kubernetes.pod.PodTrouble;
import io.slipway.runtime.kubernetes.pod.PodTrouble.Trouble;
import io.slipway.runtime.operation.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Follows one build on the cluster to its end: sends the context as soon as the pod runs, tells the lines. */
final class BuildRun implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration POD_GRACE = Duration.ofSeconds(3);
    private static final Duration LOGS_GRACE = Duration.ofSeconds(10);
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 256;
    private static final String THERE = "there";

    private static final String CHECK =
            "cd \"$1\" && if [ -e context.tar ] || [ -e context ]; then echo " + THERE + "; fi";
    /** Only a context that has come whole gets the name that the build waits for. */
    private static final String RECEIVE = "cd \"$1\" && p=part.$$ && head -c \"$2\" >$p"
            + " && if [ \"$(stat -c %s $p)\" = \"$2\" ]; then mv $p context.tar; else rm $p; echo incomplete >&2; exit 1; fi";

    private final Cluster cluster;
    private final PodLogs logs;
    private final Operation operation;
    private final ImageBuilder.Build build;
    private final Job job;
    private final String namespace;
    private final String name;
    private final BuildLog lines;
    private final Changes changes;
    private final Supplier<List<Job>> jobs;
    private final Supplier<List<Pod>> pods;
    private final Supplier<List<Event>> events;
    private final Instant begun = Instant.now();
    private PodLogs.@Nullable Following following;
    private boolean sent;
    private @Nullable Instant troubleSince;
    private @Nullable Instant failedSince;

    BuildRun(Cluster cluster, PodLogs logs, Operation operation, ImageBuilder.Build build, Job there, StepLog log) {
        this.cluster = cluster;
        this.logs = logs;
        this.operation = operation;
        this.build = build;
        this.namespace = there.getMetadata().getNamespace();
        this.name = there.getMetadata().getName();
        this.job = there;
        this.lines = new BuildLog(log);
        this.changes = new Changes(cluster);
        this.jobs = changes.watch(
                "build " + name,
                cluster.client().batch().v1().jobs().inNamespace(namespace).withName(name));
        this.pods = changes.watch(
                "the pod of build " + name,
                cluster.client()
                        .pods()
                        .inNamespace(namespace)
                        .withLabels(BuildObjects.selector(cluster.config(), build.step())));
        this.events = changes.watch(
                "the events of build " + name,
                cluster.client().v1().events().inNamespace(namespace).withField("involvedObject.name", name));
    }

    /** Waits for the image. */
    Image toItsEnd() {
        while (true) {
            CompletableFuture<Void> changed = changes.next();
            Optional<Pod> pod = pods.get().stream()
                    .filter(one -> Changes.owns(job, one))
                    .max(Comparator.comparing(
                            one -> String.valueOf(one.getMetadata().getCreationTimestamp())));
            ContainerState state = pod.map(BuildRun::state).orElse(null);
            if (state != null && state.getTerminated() != null) {
                return result(pod.orElseThrow(), state.getTerminated());
            }
            if (state != null && state.getRunning() != null) {
                follow(pod.orElseThrow());
                send(pod.orElseThrow());
                checkJob();
                operation.await(changed, failedSince == null ? LOOK : POD_GRACE);
            } else {
                checkJob();
                Duration wait = whileStarting(pod);
                operation.await(changed, failedSince == null ? wait : POD_GRACE);
            }
        }
    }

    private static @Nullable ContainerState state(Pod pod) {
        return pod.getStatus() == null
                ? null
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(status -> status.getName().equals(BuildObjects.BUILD))
                        .findFirst()
                        .map(status -> status.getState())
                        .orElse(null);
    }

    private Image result(Pod pod, ContainerStateTerminated ended) {
        follow(pod);
        if (following != null) {
            following.awaitEnd(LOGS_GRACE);
        }
        int exitCode = ended.getExitCode() == null ? 1 : ended.getExitCode();
        if (exitCode == 0) {
            String digest = ended.getMessage() == null ? "" : ended.getMessage().strip();
            return new Image(build.reference(), digest.isEmpty() ? null : digest, build.commit(), null);
        }
        if ("OOMKilled".equals(ended.getReason())) {
            throw new StepException(
                    Reason.OUT_OF_MEMORY,
                    "the build was killed because it took more memory than the "
                            + cluster.config().build().memory()
                            + " that a build may have (slipway.kubernetes.build.memory)");
        }
        checkDeadline();
        if (pod.getMetadata().getDeletionTimestamp() != null || isLost(pod)) {
            throw lost(pod);
        }
        if ("StartError".equals(ended.getReason()) || "ContainerCannotRun".equals(ended.getReason())) {
            throw new StepException(
                    Reason.RUNTIME_UNAVAILABLE, "the builder cannot be started: " + String.valueOf(ended.getMessage()));
        }
        throw new StepException(lines.failure(exitCode));
    }

    private static boolean isLost(Pod pod) {
        return pod.getStatus() != null && pod.getStatus().getReason() != null;
    }

    private static StepException lost(Pod pod) {
        String why = pod.getStatus() == null ? null : pod.getStatus().getReason();
        String message = pod.getStatus() == null ? null : pod.getStatus().getMessage();
        return new StepException(
                Reason.RUNTIME_UNAVAILABLE,
                "the cluster has ended the build's pod" + (why == null ? "" : " (" + why + ")")
                        + (message == null ? "" : ": " + message));
    }

    private void follow(Pod pod) {
        if (following == null) {
            following =
                    logs.follow(namespace, pod.getMetadata().getName(), BuildObjects.BUILD, PodLogs.ALL, lines::take);
        }
    }

    private void send(Pod pod) {
        if (sent) {
            return;
        }
        PodExec exec = new PodExec(cluster);
        PodExec.Place place = new PodExec.Place(namespace, pod.getMetadata().getName(), BuildObjects.BUILD);
        PodExec.Result there =
                exec.run(place, List.of("sh", "-c", CHECK, "sh", BuildObjects.WORK), MAX_ANSWER, CHECK_PATIENCE);
        if (!new String(there.output(), java.nio.charset.StandardCharsets.UTF_8).contains(THERE)) {
            try (InputStream context = Files.newInputStream(build.context())) {
                String size = Long.toString(Files.size(build.context()));
                PodExec.Result received = exec.run(
                        place,
                        List.of("sh", "-c", RECEIVE, "sh", BuildObjects.WORK, size),
                        context,
                        MAX_ANSWER,
                        cluster.config().build().startTimeout());
                if (received.exitCode() != 0) {
                    throw new StepException(
                            Reason.RUNTIME_UNAVAILABLE,
                            "the build context did not get to the build's pod: " + received.error());
                }
            } catch (IOException e) {
                throw new StepException(Reason.INTERNAL, "the build context cannot be read: " + e.getMessage(), e);
            }
        }
        sent = true;
    }

    /** How long to wait before looking again; fails if the pod will not start. */
    private Duration whileStarting(Optional<Pod> pod) {
        Instant now = Instant.now();
        Duration patience = cluster.config().build().startTimeout();
        Optional<Trouble> trouble = pod.isPresent() ? PodTrouble.of(cluster.config(), pod.get()) : refused();
        if (trouble.isEmpty()) {
            troubleSince = null;
            if (!now.isBefore(begun.plus(patience))) {
                throw new StepException(
                        Reason.RUNTIME_UNAVAILABLE,
                        "the build's pod did not start within " + patience.toSeconds() + " s");
            }
            return Duration.between(now, begun.plus(patience));
        }
        if (troubleSince == null) {
            troubleSince = now;
        }
        if (trouble.get().isOver(troubleSince, now)) {
            StepFailure failure = trouble.get().failure();
            // The builder's own image is the operator's affair.
            throw new StepException(
                    failure.reason() == Reason.IMAGE_UNAVAILABLE ? Reason.RUNTIME_UNAVAILABLE : failure.reason(),
                    "the build cannot start: " + failure.message());
        }
        return Duration.between(now, troubleSince.plus(trouble.get().grace()));
    }

    private Optional<Trouble> refused() {
        return events.get().stream()
                .filter(event -> "FailedCreate".equals(event.getReason()))
                .max(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .map(event -> new Trouble(
                        new StepFailure(
                                Reason.RUNTIME_UNAVAILABLE,
                                "the cluster does not allow the pod: " + event.getMessage()),
                        cluster.config().unschedulableGrace()));
    }

    private void checkJob() {
        Job there = jobs.get().stream()
                .filter(one ->
                        job.getMetadata().getUid().equals(one.getMetadata().getUid()))
                .findFirst()
                .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
                .orElseThrow(() -> new StepException(
                        Reason.RUNTIME_UNAVAILABLE, "the build was removed from the cluster by somebody else"));
        checkDeadline();
        boolean failed = there.getStatus() != null
                && there.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Failed".equals(condition.getType()) && "True".equals(condition.getStatus()));
        Instant since = failedSince;
        if (failed && since == null) {
            // What the pod has to say may be on its way still: the watches do not wait for each other.
            failedSince = Instant.now();
        } else if (since != null && Instant.now().isAfter(since.plus(POD_GRACE))) {
            throw new StepException(Reason.RUNTIME_UNAVAILABLE, "the cluster has ended the build's pod");
        }
    }

    private void checkDeadline() {
        boolean late = jobs.get().stream()
                .filter(one -> one.getStatus() != null)
                .flatMap(one -> one.getStatus().getConditions().stream())
                .anyMatch(condition ->
                        "DeadlineExceeded".equals(condition.getReason()) && "True".equals(condition.getStatus()));
        if (late) {
            throw new StepException(
                    Reason.DEADLINE_EXCEEDED,
                    "the build took longer than a build may take ("
                            + cluster.config().build().timeout().toSeconds()
                            + " s, slipway.kubernetes.build.timeout)");
        }
    }

    /** Stops looking; the build goes on. */
    @Override
    public void close() {
        changes.close();
        if (following != null) {
            following.close();
        }
    }
}
