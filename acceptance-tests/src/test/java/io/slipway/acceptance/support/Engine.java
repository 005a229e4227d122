package io.slipway.acceptance.support;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ListVolumesResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the container engine shows of an environment. */
public final class Engine {

    private final DockerClient docker;

    /** A client of the engine at {@code host}, for example {@code unix:///var/run/docker.sock}. */
    public Engine(String host) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build();
        this.docker = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }

    /** All containers of an environment, those that do not run too. */
    public List<Container> containers(String environment) {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of("io.slipway.environment", environment))
                .exec();
    }

    /** Running containers of one service. */
    public List<Container> running(String environment, String service) {
        return containers(environment).stream()
                .filter(c -> service.equals(c.getLabels().get("io.slipway.service")) && "running".equals(c.getState()))
                .toList();
    }

    /** Ids of the running containers by service. */
    public Map<String, List<String>> idsByService(String environment) {
        return containers(environment).stream()
                .filter(c -> "running".equals(c.getState()))
                .collect(Collectors.groupingBy(
                        c -> c.getLabels().getOrDefault("io.slipway.service", ""),
                        Collectors.mapping(Container::getId, Collectors.toList())));
    }

    /** Names of the environment's volumes. */
    public List<String> volumes(String environment) {
        ListVolumesResponse response = docker.listVolumesCmd()
                .withFilter("label", List.of("io.slipway.environment=" + environment))
                .exec();
        return response.getVolumes() == null
                ? List.of()
                : response.getVolumes().stream().map(v -> v.getName()).toList();
    }

    /** Environment variables of a running container of a service, as {@code NAME=value}. */
    public List<String> variables(String environment, String service) {
        return running(environment, service).stream()
                .map(c -> docker.inspectContainerCmd(c.getId()).exec())
                .flatMap(c -> List.of(c.getConfig().getEnv()).stream())
                .toList();
    }
}
