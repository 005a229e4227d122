package io.slipway.runtime.docker.workload;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import java.util.List;

/** Undoes an unfinished rollout, in the same process or in a successor. */
final class Rollback {

    private final Instances instances;

    Rollback(Instances instances) {
        this.instances = instances;
    }

    /**
     * Removes the instances that {@code step} created and has what served before serve again. A rollout that went through
     * and has no predecessor left is not undone.
     */
    void run(StepRef step, StepLog log) {
        List<Instance> all = instances.of(ServiceKey.of(step));
        List<Instance> created = all.stream()
                .filter(instance -> instance.container().attempt() == step.attempt())
                .toList();
        List<Instance> others = all.stream()
                .filter(instance -> instance.container().attempt() != step.attempt() && instance.established())
                .toList();
        List<Instance> retiring = all.stream().filter(Instance::retiring).toList();
        boolean replaces = retiring.isEmpty()
                && others.stream()
                        .anyMatch(other -> created.stream()
                                .noneMatch(instance -> instance.hash().equals(other.hash())));
        List<Instance> undone = created.stream()
                .filter(instance -> instance.candidate() || replaces)
                .toList();
        List<Instance> held = all.stream().filter(Instance::held).toList();
        instances.discard(undone);
        instances.discard(retiring);
        held.forEach(instances::bringBack);
        if (!held.isEmpty()) {
            log.info("The previous version runs again");
        } else if (!undone.isEmpty()
                && others.stream().anyMatch(other -> other.container().running())) {
            log.info("The previous version runs on");
        }
    }
}
