package io.slipway.runtime.docker.job;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.Names;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EnvironmentNetworks;
import io.slipway.runtime.docker.engine.Images;
import io.slipway.runtime.operation.Operation;
import io.slipway.runtime.operation.Operations;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@link JobRuntime} on an engine. */
public final class DockerJobRuntime implements JobRuntime {

    private final Containers containers;
    private final Images images;
    private final EnvironmentNetworks networks;
    private final Operations operations;
    private final JobRunner runner;
    private final Names names;

    /** Works on {@code engine}. */
    public DockerJobRuntime(
            DockerEngine engine, Containers containers, EnvironmentNetworks networks, Operations operations) {
        this.containers = containers;
        this.images = new Images(engine);
        this.networks = networks;
        this.operations = operations;
        this.runner = new JobRunner(engine, containers, networks);
        this.names = new Names(engine.instance());
    }

    @Override
    public CompletionStage<Outcome> run(Job job, StepLog log) {
        return operations.submit(job.step(), job.deadline(), operation -> run(operation, job, log));
    }

    @Override
    public CompletionStage<Void> kill(StepRef step) {
        operations.cancel(step);
        return release(step);
    }

    @Override
    public CompletionStage<Void> release(StepRef step) {
        return operations
                .submit(step, Operation.NO_DEADLINE, _ -> {
                    containers.find(labels(step)).forEach(container -> containers.remove(container.id()));
                    networks.removeIfUnused(step.environmentId());
                    return true;
                })
                .thenAccept(_ -> {});
    }

    /**
     * Removes what is left of runs that ended before {@code time}: nobody asks for them any more. Blocks.
     *
     * @return how many runs
     */
    public int releaseEndedBefore(Instant time) {
        List<ContainerView> old = containers.find(Map.of(Labels.ROLE, Labels.ROLE_JOB)).stream()
                .filter(ContainerView::ended)
                .filter(container -> containers
                        .inspect(container.id())
                        .map(state ->
                                state.finishedAt() != null && state.finishedAt().isBefore(time))
                        .orElse(false))
                .toList();
        for (ContainerView container : old) {
            containers.remove(container.id());
            networks.removeIfUnused(container.service().environmentId());
        }
        return old.size();
    }

    private Outcome run(Operation operation, Job job, StepLog log) {
        operation.check();
        StepRef step = job.step();
        removeEarlier(step);
        // Also when a finished run is adopted: by then the engine has the image, and asking costs nothing.
        images.ensure(job.image(), operation, log);
        Map<String, String> labels = new HashMap<>(labels(step));
        labels.put(Labels.SERVICE_NAME, job.name());
        labels.put(Labels.DEPLOYMENT, step.deploymentId());
        RunPlan plan = new RunPlan(
                job.name(),
                labels,
                number -> names.job(ServiceKey.of(step), job.name(), step.attempt(), number),
                job.image().reference(),
                job.input(),
                job.resources(),
                step.environmentId(),
                job.maxRestarts(),
                job.maxDuration(),
                job.deadline());
        return runner.run(operation, plan, log);
    }

    /** What earlier runs of the job left was kept only for the case that they are asked for again. */
    private void removeEarlier(StepRef step) {
        containers
                .find(Map.of(
                        Labels.ROLE, Labels.ROLE_JOB,
                        Labels.ENVIRONMENT, step.environmentId(),
                        Labels.SERVICE, step.serviceId()))
                .stream()
                .filter(container -> container.attempt() < step.attempt() && !container.active())
                .forEach(container -> containers.remove(container.id()));
    }

    private static Map<String, String> labels(StepRef step) {
        return Map.of(
                Labels.ROLE, Labels.ROLE_JOB,
                Labels.ENVIRONMENT, step.environmentId(),
                Labels.SERVICE, step.serviceId(),
                Labels.ATTEMPT, Long.toString(step.attempt()));
    }
}
