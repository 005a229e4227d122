package io.slipway.runtime.kubernetes;

import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The runtimes of all clusters that the configuration names. */
public final class KubernetesClusters implements Clusters, AutoCloseable {

    private static final String ONLY = "";

    private final Map<String, Cluster> connections;
    private final Map<String, KubernetesRuntime> runtimes = new LinkedHashMap<>();

    private KubernetesClusters(Map<String, Cluster> connections) {
        this.connections = connections;
        connections.forEach((id, cluster) -> runtimes.put(id, KubernetesRuntime.on(cluster)));
    }

    /** Prepares the connections; nothing is sent yet. */
    public static KubernetesClusters connect(KubernetesConfig config) {
        return new KubernetesClusters(connections(config));
    }

    /** A connection to each cluster by its id; the key of the only one is empty, and it serves all ids. */
    public static Map<String, Cluster> connections(KubernetesConfig config) {
        Map<String, Cluster> connections = new LinkedHashMap<>();
        if (config.clusters().isEmpty()) {
            connections.put(ONLY, Cluster.connect(ONLY, config));
        } else {
            config.clusters().keySet().forEach(id -> connections.put(id, Cluster.connect(id, config)));
        }
        return connections;
    }

    /**
     * What serves the cluster of this id.
     *
     * @throws StepException if the configuration does not name it
     */
    public static <T> T choose(Map<String, T> byId, String clusterId) {
        T only = byId.get(ONLY);
        if (only != null) {
            return only;
        }
        T chosen = byId.get(clusterId);
        if (chosen == null) {
            throw new StepException(
                    Reason.UNSUPPORTED,
                    "The environment is on cluster " + (clusterId.isBlank() ? "(none)" : clusterId)
                            + ", which this installation does not know. It knows "
                            + String.join(", ", new TreeSet<>(byId.keySet()))
                            + "; more are named in slipway.kubernetes.clusters.");
        }
        return chosen;
    }

    @Override
    public KubernetesRuntime of(String clusterId) {
        return choose(runtimes, clusterId);
    }

    @Override
    public List<ClusterRuntime> all() {
        return List.copyOf(runtimes.values());
    }

    /** Does {@code each} for every runtime. */
    public <T> List<T> map(Function<KubernetesRuntime, T> each) {
        return runtimes.values().stream().map(each).toList();
    }

    @Override
    public void close() {
        runtimes.values().forEach(KubernetesRuntime::close);
        connections.values().forEach(Cluster::close);
    }
}
