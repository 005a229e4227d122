package io.slipway.runtime.docker.engine;

import io.slipway.events.Copies;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.ProcessInput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container to create.
 *
 * @param address fixed address in the network; null = the engine chooses
 * @param directories created in the container where they are missing, writable for every user
 * @param volumes volume names by mount point
 */
public record ContainerTemplate(
        String name,
        String image,
        Map<String, String> labels,
        ProcessInput input,
        Resources resources,
        String network,
        List<String> aliases,
        @Nullable String address,
        List<PublishedPort> ports,
        Map<String, String> volumes,
        List<String> directories) {

    public ContainerTemplate {
        labels = Copies.map(labels);
        aliases = Copies.list(aliases);
        ports = Copies.list(ports);
        volumes = Copies.map(volumes);
        directories = Copies.list(directories);
    }

    /** A port published on the machine. */
    public record PublishedPort(int containerPort, boolean udp, String hostAddress, int hostPort) {}
}
