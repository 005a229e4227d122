package io.slipway.gateway.rest.service;

import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ServiceConfig.Command;
import io.slipway.gateway.domain.catalog.ServiceConfig.Compute;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that requests for several types of services have. */
final class ServiceFields {

    static final int NO_LIMIT = -1;

    private static final int MIN_CPU = 10;
    private static final int MIN_MEMORY = 8;
    private static final int MAX_GPU = 64;
    private static final int MAX_INSTANCES = 1_000;

    private ServiceFields() {}

    /** CPU, memory and the like; what is absent is as in {@code standard}. */
    static Compute compute(Body body, Cluster cluster, Compute standard) {
        Integer storage = body.integer("ephemeral_storage_in_gib", 0, Limits.GIB);
        Architecture architecture = body.enumeration("cpu_architecture", Architecture.class);
        return new Compute(
                body.integer("cpu", standard.cpuMillis(), MIN_CPU, cluster.maximumCpu()),
                body.integer("memory", standard.memoryMib(), MIN_MEMORY, cluster.maximumMemory()),
                body.integer("gpu", standard.gpu(), 0, MAX_GPU),
                body.mentions("ephemeral_storage_in_gib") ? storage : standard.ephemeralStorageGib(),
                body.mentions("cpu_architecture") ? nameOf(architecture) : standard.cpuArchitecture());
    }

    static int cpu(Body body, Cluster cluster, int standard) {
        return body.integer("cpu", standard, MIN_CPU, cluster.maximumCpu());
    }

    static int memory(Body body, Cluster cluster, int standard) {
        return body.integer("memory", standard, MIN_MEMORY, cluster.maximumMemory());
    }

    static int minInstances(Body body, int standard) {
        return body.integer("min_running_instances", standard, 0, MAX_INSTANCES);
    }

    /** At least as many as run at least, or no limit. */
    static int maxInstances(Body body, int standard, int min) {
        int max = body.integer("max_running_instances", standard, NO_LIMIT, MAX_INSTANCES);
        if (max != NO_LIMIT && max < min) {
            body.error("max_running_instances", "must not be less than min_running_instances");
        }
        return max;
    }

    /** {@code entrypoint} and {@code arguments}. */
    static Command command(Body body) {
        String entrypoint = body.text("entrypoint", Limits.COMMAND);
        List<String> arguments = body.texts("arguments", Limits.ARGUMENTS, Limits.COMMAND);
        return new Command(entrypoint == null || entrypoint.isBlank() ? null : entrypoint, arguments);
    }

    /** {@code icon_uri}, {@code standard} if absent. */
    static String icon(Body body, String standard) {
        String icon = body.text("icon_uri", Limits.URL);
        if (icon == null || icon.isBlank()) {
            return standard;
        }
        try {
            if (new URI(icon).getScheme() != null) {
                return icon;
            }
        } catch (URISyntaxException _) {
            // Reported below.
        }
        body.error("icon_uri", "must be a URI");
        return standard;
    }

    /** What Slipway does not have must not be asked for. */
    static void refuseUnsupported(Body body) {
        Limits.unsupportedList(body, "annotations_groups");
        Limits.unsupportedList(body, "labels_groups");
        Limits.unsupported(body, "autoscaling");
    }

    private static @Nullable String nameOf(@Nullable Architecture architecture) {
        return architecture == null ? null : architecture.name();
    }

    /** The contract's {@code CpuArchitectureEnum}. */
    enum Architecture {
        AMD64,
        ARM64
    }
}
