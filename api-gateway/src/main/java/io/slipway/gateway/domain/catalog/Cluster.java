package io.slipway.gateway.domain.catalog;

import java.util.UUID;

/**
 * The cluster that environments are created on.
 *
 * @param maximumCpu millicores that one instance of a service may have at most
 * @param maximumMemory MiB that one instance of a service may have at most
 */
public record Cluster(UUID id, String name, String provider, String region, int maximumCpu, int maximumMemory) {}
