package io.slipway.runtime;

import java.util.List;

/** The clusters that a worker can reach. */
public interface Clusters {

    /**
     * The runtime of the cluster with this id.
     *
     * @param clusterId as in {@link io.slipway.events.spec.EnvironmentRef#clusterId()}; may be empty
     * @throws io.slipway.kit.work.StepException ({@code UNSUPPORTED}) if the configuration names no such cluster
     */
    ClusterRuntime of(String clusterId);

    /** All of them, each once. */
    List<ClusterRuntime> all();

    /** One runtime that serves every cluster id. */
    static Clusters single(ClusterRuntime runtime) {
        return new Clusters() {
            @Override
            public ClusterRuntime of(String clusterId) {
                return runtime;
            }

            @Override
            public List<ClusterRuntime> all() {
                return List.of(runtime);
            }
        };
    }
}
