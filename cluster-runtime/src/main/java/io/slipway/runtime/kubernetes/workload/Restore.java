package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.operation.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings back what served before a step began. */
final class Restore {

    private final Cluster cluster;
    private final Apply apply;
    private final Records records;
    private final RolloutWait wait;

    Restore(Cluster cluster, Apply apply, Records records, RolloutWait wait) {
        this.cluster = cluster;
        this.apply = apply;
        this.records = records;
        this.wait = wait;
    }

    /** Undoes what the attempt did that {@code record} names as pending; completes also when the step was cancelled. */
    void run(Operation operation, ServiceRecord record, StepLog log) {
        StepRef step = operation.step();
        ServiceKey service = ServiceKey.of(step);
        String namespace = cluster.names().namespace(service.environmentId());
        Map<String, String> labels = Labels.service(cluster.instance(), service);
        List<HasMetadata> serving = record.serving();
        if (serving.isEmpty()) {
            log.info("There is no former version to go back to; removing what was made");
        } else {
            log.info("Going back to the former version");
        }
        List<HasMetadata> there = apply.list(namespace, labels);
        Optional<HasMetadata> before = Controllers.in(there);
        serving.forEach(object -> restore(object, serving, there, record.stopped()));
        apply.prune(namespace, labels, object -> Controllers.needs(serving, object));
        Controllers.in(serving).or(() -> before).ifPresent(controller -> wait.settle(operation, service, controller));
        records.update(step, now -> now.touched(now.attempt()));
    }

    private void restore(HasMetadata object, List<HasMetadata> serving, List<HasMetadata> there, boolean stopped) {
        Optional<HasMetadata> live = there.stream()
                .filter(one -> one.getKind().equals(object.getKind())
                        && one.getMetadata()
                                .getName()
                                .equals(object.getMetadata().getName()))
                .findFirst();
        live.filter(one -> Volumes.differ(one, object)).ifPresent(apply::detach);
        if (Controllers.isController(object)) {
            int replicas = stopped ? 0 : Controllers.wanted(object, serving, live.orElse(null));
            apply.send(Controllers.withReplicas(object, replicas));
        } else {
            apply.send(Controllers.withSuspend(object, stopped));
        }
    }
}
