package io.slipway.runtime.docker.workload;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.Names;
import io.slipway.runtime.docker.WorkloadSettings;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EnvironmentNetworks;
import io.slipway.runtime.docker.engine.Images;
import io.slipway.runtime.docker.engine.LogReader;
import io.slipway.runtime.docker.engine.Volumes;
import io.slipway.runtime.docker.probe.Prober;
import io.slipway.runtime.operation.Operation;
import io.slipway.runtime.operation.Operations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * {@link WorkloadRuntime} on an engine. The engine is the state: containers are found by their labels, so whatever a
 * process left is adopted by the next one.
 */
public final class DockerWorkloadRuntime implements WorkloadRuntime {

    private static final Applied NOTHING_TO_DO = new Applied(true, List.of());
    private static final Applied DONE = new Applied(false, List.of());

    private final Operations operations;
    private final ScheduleKeeper schedules;
    private final WorkloadParts parts;
    private final Fence fence = new Fence();

    /** Works on {@code engine}; schedules are left to {@code schedules}. */
    public DockerWorkloadRuntime(
            DockerEngine engine,
            Containers containers,
            EnvironmentNetworks networks,
            Operations operations,
            ScheduleKeeper schedules,
            WorkloadSettings settings) {
        this.operations = operations;
        this.schedules = schedules;
        Instances instances = new Instances(containers, settings, operations.threads());
        this.parts = new WorkloadParts(
                containers,
                new Images(engine),
                networks,
                new Volumes(engine),
                instances,
                new PortChoice(containers, settings),
                new ReadinessWait(containers, new Prober(engine), new LogReader(engine), settings),
                new Rollback(instances),
                new Names(engine.instance()),
                settings);
    }

    @Override
    public CompletionStage<Applied> apply(StepRef step, Workload workload, Instant deadline, StepLog log) {
        return submit(step, deadline, operation -> switch (workload) {
            case Workload.Service service -> new Rollout(parts, operation, service, log).run();
            case Workload.Scheduled scheduled -> schedules.apply(operation, scheduled, log);
        });
    }

    @Override
    public CompletionStage<Applied> stop(StepRef step, StepLog log) {
        return submit(step, Operation.NO_DEADLINE, _ -> {
            ServiceKey service = ServiceKey.of(step);
            boolean paused = schedules.pause(step);
            List<Instance> all = parts.instances().of(service);
            parts.instances()
                    .discard(all.stream()
                            .filter(instance -> !instance.established())
                            .toList());
            List<Instance> serving = new ArrayList<>();
            for (Instance instance : all) {
                // The mark comes first: a crash in between must leave a trace that an older command was overtaken.
                if (instance.established()
                        && (instance.held() || instance.container().active())) {
                    serving.add(parts.instances().touch(instance, step.attempt()));
                }
            }
            parts.instances().stop(serving);
            return serving.isEmpty() && !paused ? NOTHING_TO_DO : DONE;
        });
    }

    @Override
    public CompletionStage<Applied> restart(StepRef step, Workload workload, Instant deadline, StepLog log) {
        return submit(step, deadline, operation -> switch (workload) {
            case Workload.Service service -> restart(operation, service, log);
            case Workload.Scheduled _ -> NOTHING_TO_DO;
        });
    }

    @Override
    public CompletionStage<Applied> delete(StepRef step, StepLog log) {
        return submit(step, Operation.NO_DEADLINE, _ -> {
            ServiceKey service = ServiceKey.of(step);
            boolean scheduled = schedules.remove(service);
            List<Instance> all = parts.instances().of(service);
            parts.instances().retire(all);
            List<ContainerView> rest = parts.containers()
                    .find(Map.of(
                            Labels.ENVIRONMENT, service.environmentId(),
                            Labels.SERVICE, service.serviceId()));
            rest.forEach(container -> parts.containers().remove(container.id()));
            int volumes = parts.volumes().removeAll(service);
            parts.networks().removeIfUnused(service.environmentId());
            return all.isEmpty() && rest.isEmpty() && volumes == 0 && !scheduled ? NOTHING_TO_DO : DONE;
        });
    }

    @Override
    public CompletionStage<Void> cancel(StepRef step) {
        operations.cancel(step);
        // Comes after whatever runs for the service, which undoes itself; this is for what a crashed process left.
        return operations
                .submit(step, Operation.NO_DEADLINE, _ -> {
                    parts.rollback().run(step, StepLog.NONE);
                    parts.networks().removeIfUnused(step.environmentId());
                    return true;
                })
                .thenAccept(_ -> {});
    }

    private Applied restart(Operation operation, Workload.Service service, StepLog log) {
        StepRef step = operation.step();
        List<Instance> serving = parts.instances().of(service.key()).stream()
                .filter(Instance::established)
                .toList();
        List<Instance> restarted = new ArrayList<>();
        for (Instance instance : serving) {
            operation.check();
            // A repetition after a crash does not restart an instance twice.
            if (instance.touched() < step.attempt()) {
                log.info("Restarting " + instance.container().name());
                parts.containers().restart(instance.id(), parts.settings().stopGrace());
                restarted.add(parts.instances().touch(instance, step.attempt()));
            } else {
                restarted.add(instance);
            }
            parts.readiness().await(operation, service, List.of(restarted.getLast()), log);
        }
        return new Applied(
                serving.isEmpty(),
                restarted.stream()
                        .flatMap(instance -> instance.endpoints().stream())
                        .toList());
    }

    private CompletionStage<Applied> submit(StepRef step, Instant deadline, Function<Operation, Applied> work) {
        return operations.submit(step, deadline, operation -> {
            operation.check();
            ServiceKey service = ServiceKey.of(step);
            long known = parts.instances().of(service).stream()
                    .mapToLong(Instance::newest)
                    .max()
                    .orElse(0);
            fence.pass(step, Math.max(known, schedules.newest(service)));
            return work.apply(operation);
        });
    }
}
