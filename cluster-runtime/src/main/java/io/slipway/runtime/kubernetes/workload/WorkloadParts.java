package io.slipway.runtime.kubernetes.workload;

import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Namespaces;

/** What rollouts are made with. */
record WorkloadParts(
        Cluster cluster, Apply apply, Namespaces namespaces, Records records, RolloutWait rollouts, Restore restore) {}
