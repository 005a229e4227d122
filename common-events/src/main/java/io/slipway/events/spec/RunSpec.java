package io.slipway.events.spec;

import io.slipway.events.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a long-running service runs.
 *
 * @param command what replaces the image's entrypoint and arguments
 * @param minInstances instances that run at least; 0 = none runs
 * @param maxInstances upper bound for autoscaling; a runtime without autoscaling runs {@code minInstances}
 */
public record RunSpec(
        ProcessSpec command,
        List<PortSpec> ports,
        Resources resources,
        int minInstances,
        int maxInstances,
        Probes probes,
        List<VolumeSpec> volumes) {

    /** One instance of the image as it is. */
    public static final RunSpec DEFAULT =
            new RunSpec(ProcessSpec.IMAGE_DEFAULT, List.of(), Resources.DEFAULT, 1, 1, Probes.NONE, List.of());

    public RunSpec {
        command = command == null ? ProcessSpec.IMAGE_DEFAULT : command;
        ports = Copies.list(ports);
        resources = resources == null ? Resources.DEFAULT : resources;
        probes = probes == null ? Probes.NONE : probes;
        volumes = Copies.list(volumes);
        if (minInstances < 0) {
            throw new IllegalArgumentException("'minInstances' must not be negative");
        }
        maxInstances = Math.max(minInstances, maxInstances);
    }

    /**
     * What to start instead of the image's default.
     *
     * @param entrypoint null = the image's own; else one executable or a shell-like command line, split at spaces with
     *     quotes respected
     */
    public record ProcessSpec(@Nullable String entrypoint, List<String> arguments) {

        /** The image's own entrypoint and arguments. */
        public static final ProcessSpec IMAGE_DEFAULT = new ProcessSpec(null, List.of());

        public ProcessSpec {
            arguments = Copies.list(arguments);
        }
    }

    /**
     * CPU in millicores (1000 = one core), memory in MiB; 0 = the runtime's default.
     */
    public record Resources(int cpuMillis, int memoryMib) {

        /** Half a core, 512 MiB: the REST contract's defaults. */
        public static final Resources DEFAULT = new Resources(500, 512);
    }

    /**
     * A port that the service listens on.
     *
     * @param externalPort the port to publish it at; null = the runtime chooses
     * @param publiclyAccessible whether it is reachable from outside of the environment
     * @param isDefault whether the service's plain address leads to it
     */
    public record PortSpec(
            String name,
            int internalPort,
            @Nullable Integer externalPort,
            boolean publiclyAccessible,
            boolean isDefault,
            Protocol protocol) {

        public PortSpec {
            name = name == null || name.isBlank() ? "p" + internalPort : name;
            protocol = protocol == null ? Protocol.HTTP : protocol;
            if (internalPort < 1 || internalPort > 65_535) {
                throw new IllegalArgumentException("'internalPort' must be between 1 and 65535");
            }
        }
    }

    /** Protocol of a port. */
    public enum Protocol {
        HTTP,
        GRPC,
        TCP,
        UDP
    }

    /** A volume that outlives the container; size in GiB. */
    public record VolumeSpec(String id, int sizeGib, String mountPoint) {

        public VolumeSpec {
            Copies.required(id, "id");
            Copies.required(mountPoint, "mountPoint");
        }
    }
}
