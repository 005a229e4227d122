package io.slipway.status.domain;

import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.ServiceRunning.Instance;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is told of the instances of an environment. A status has to fit into one record however many there are: of
 * {@link ServiceRunning#DETAILED} everything is told, those in trouble first, of the others the summary.
 */
final class Instances {

    private Instances() {}

    /** The instances of each service, by its id. */
    static Map<String, List<Instance>> of(Collection<ServiceRunning> running) {
        long count = running.stream().mapToLong(one -> one.instances().size()).sum();
        Set<Named> detailed = count <= ServiceRunning.DETAILED ? Set.of() : detailed(running);
        Map<String, List<Instance>> instances = new HashMap<>();
        for (ServiceRunning one : running) {
            instances.put(
                    one.serviceId(),
                    count <= ServiceRunning.DETAILED
                            ? one.instances()
                            : one.instances().stream()
                                    .map(instance -> detailed.contains(new Named(one.serviceId(), instance.name()))
                                            ? instance
                                            : instance.summary())
                                    .toList());
        }
        return instances;
    }

    private static Set<Named> detailed(Collection<ServiceRunning> running) {
        Set<Named> detailed = new HashSet<>();
        running.stream()
                .flatMap(one -> one.instances().stream().map(instance -> new Candidate(one.serviceId(), instance)))
                .sorted(Comparator.comparing(candidate -> candidate.instance().well()))
                .limit(ServiceRunning.DETAILED)
                .map(candidate ->
                        new Named(candidate.serviceId(), candidate.instance().name()))
                .forEach(detailed::add);
        return detailed;
    }

    private record Candidate(String serviceId, Instance instance) {}

    private record Named(String serviceId, String name) {}
}
