package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.engine.ContainerTemplate.PublishedPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one place that says how a template becomes a container. */
final class Templates {

    private static final long MIB = 1024L * 1024;
    /** The engine refuses less. */
    private static final long MIN_MEMORY = 6 * MIB;

    private static final long NANOS_PER_MILLICORE = 1_000_000;
    private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "10m", "max-file", "3");

    private final DockerEngine engine;
    private @Nullable Integer cores;

    Templates(DockerEngine engine) {
        this.engine = engine;
    }

    CreateContainerCmd command(ContainerTemplate template) {
        ProcessInput input = template.input();
        Map<String, String> labels = new HashMap<>(template.labels());
        labels.put(io.slipway.runtime.docker.Labels.INSTANCE, engine.instance());
        CreateContainerCmd command = engine.calls()
                .createContainerCmd(template.image())
                .withName(template.name())
                .withLabels(labels)
                .withEnv(input.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withExposedPorts(
                        template.ports().stream().map(Templates::exposed).toList())
                .withHostConfig(hostConfig(template));
        List<String> entrypoint = input.entrypoint();
        if (entrypoint != null) {
            command.withEntrypoint(entrypoint);
        }
        if (!input.arguments().isEmpty()) {
            command.withCmd(input.arguments());
        }
        if (!template.aliases().isEmpty()) {
            command.withAliases(template.aliases());
        }
        String address = template.address();
        if (address != null) {
            command.withIpv4Address(address);
        }
        return command;
    }

    private HostConfig hostConfig(ContainerTemplate template) {
        HostConfig config = HostConfig.newHostConfig()
                .withNetworkMode(template.network())
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS))
                .withPortBindings(
                        template.ports().stream().map(Templates::binding).toList())
                .withMounts(template.volumes().entrySet().stream()
                        .map(volume -> new Mount()
                                .withType(MountType.VOLUME)
                                .withSource(volume.getValue())
                                .withTarget(volume.getKey()))
                        .toList());
        int memoryMib = template.resources().memoryMib();
        if (memoryMib > 0) {
            // Memory and swap together as large as memory alone: no swap.
            long memory = Math.max(MIN_MEMORY, memoryMib * MIB);
            config.withMemory(memory).withMemorySwap(memory);
        }
        int cpuMillis = template.resources().cpuMillis();
        if (cpuMillis > 0) {
            // The engine refuses more than it has.
            config.withNanoCPUs(Math.min(cpuMillis, cores() * 1000L) * NANOS_PER_MILLICORE);
        }
        return config;
    }

    private synchronized int cores() {
        if (cores == null) {
            Integer reported = engine.calls().infoCmd().exec().getNCPU();
            cores = reported == null ? Runtime.getRuntime().availableProcessors() : reported;
        }
        return cores;
    }

    private static ExposedPort exposed(PublishedPort port) {
        return new ExposedPort(port.containerPort(), port.udp() ? InternetProtocol.UDP : InternetProtocol.TCP);
    }

    private static PortBinding binding(PublishedPort port) {
        return new PortBinding(Ports.Binding.bindIpAndPort(port.hostAddress(), port.hostPort()), exposed(port));
    }
}
