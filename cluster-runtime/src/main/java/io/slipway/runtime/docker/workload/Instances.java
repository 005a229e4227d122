package io.slipway.runtime.docker.workload;

import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.WorkloadSettings;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.workload.Instance.Mark;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Finds the instances of services and takes them from one mark to another. */
final class Instances {

    private final Containers containers;
    private final WorkloadSettings settings;
    private final Executor threads;

    Instances(Containers containers, WorkloadSettings settings, Executor threads) {
        this.containers = containers;
        this.settings = settings;
        this.threads = threads;
    }

    List<Instance> of(ServiceKey service) {
        return containers
                .find(Map.of(
                        Labels.ROLE, Labels.ROLE_WORKLOAD,
                        Labels.ENVIRONMENT, service.environmentId(),
                        Labels.SERVICE, service.serviceId()))
                .stream()
                .map(Instance::of)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(Instance::index).thenComparingLong(Instance::newest))
                .toList();
    }

    /** {@code attempt} has to do with it from now on. */
    Instance touch(Instance instance, long attempt) {
        return mark(instance, attempt, Mark.SERVING);
    }

    /** Stops it to make way; {@link #bringBack} undoes it. */
    void hold(Collection<Instance> instances) {
        each(instances, instance -> {
            mark(instance, instance.touched(), Mark.HELD);
            containers.stop(instance.id(), settings.stopGrace());
        });
    }

    /** Has an instance that made way serve again. */
    void bringBack(Instance instance) {
        containers.start(instance.id());
        mark(instance, instance.touched(), Mark.SERVING);
    }

    /** Stops them, at the same time. */
    void stop(Collection<Instance> instances) {
        each(instances, instance -> containers.stop(instance.id(), settings.stopGrace()));
    }

    /**
     * Takes their DNS names from them; connections that are open stay open. Who has looked a name up a moment ago may still
     * come, so they should serve for a little longer.
     */
    void withdraw(Collection<Instance> instances, String network) {
        List<Instance> retiring = instances.stream()
                .map(instance -> mark(instance, instance.touched(), Mark.RETIRING))
                .toList();
        each(retiring, instance -> containers.rejoin(instance.id(), network, List.of()));
    }

    /** Stops them politely and removes them, at the same time. */
    void retire(Collection<Instance> instances) {
        each(instances, instance -> {
            if (instance.container().active()) {
                containers.stop(instance.id(), settings.stopGrace());
            }
            containers.remove(instance.id());
        });
    }

    /** Removes them at once. */
    void discard(Collection<Instance> instances) {
        each(instances, instance -> containers.remove(instance.id()));
    }

    private Instance mark(Instance instance, long attempt, Mark mark) {
        String name = instance.named(attempt, mark);
        if (!instance.container().name().equals(name)) {
            containers.rename(instance.id(), name);
        }
        return new Instance(instance.container(), instance.prefix(), attempt, instance.index(), mark);
    }

    private void each(Collection<Instance> instances, java.util.function.Consumer<Instance> action) {
        try {
            CompletableFuture.allOf(instances.stream()
                            .map(instance -> CompletableFuture.runAsync(() -> action.accept(instance), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
