package io.slipway.runtime.docker.workload;

import io.slipway.runtime.docker.Names;
import io.slipway.runtime.docker.WorkloadSettings;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EnvironmentNetworks;
import io.slipway.runtime.docker.engine.Images;
import io.slipway.runtime.docker.engine.Volumes;

/** What operations on workloads work with. */
record WorkloadParts(
        Containers containers,
        Images images,
        EnvironmentNetworks networks,
        Volumes volumes,
        Instances instances,
        PortChoice ports,
        ReadinessWait readiness,
        Rollback rollback,
        Names names,
        WorkloadSettings settings) {}
