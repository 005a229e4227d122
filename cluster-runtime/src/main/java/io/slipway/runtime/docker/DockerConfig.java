package io.slipway.runtime.docker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The engine that the workers use. */
@ConfigMapping(prefix = "slipway.docker")
public interface DockerConfig {

    /** The engine's socket: {@code unix://…} or {@code tcp://…}. */
    @WithDefault("unix:///var/run/docker.sock")
    String host();

    /** Name of the installation; two installations on one engine have different ones. */
    @WithDefault("default")
    String instance();

    /** How long connecting may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long a call may take that is answered at once; calls that last (builds, logs) have no limit here. */
    @WithDefault("60s")
    Duration responseTimeout();

    /** How workloads run. */
    Workloads workloads();

    /** How workloads run. */
    interface Workloads {

        /** Address of the machine at which ports are published. */
        @WithDefault("127.0.0.1")
        String publishAddress();

        /** First of the ports that are chosen for services which ask for none. */
        @WithDefault("20000")
        int firstPort();

        /** Last of these ports. */
        @WithDefault("29999")
        int lastPort();

        /** Network in CIDR notation that the environments' networks are cut from. */
        @WithDefault("10.213.0.0/16")
        String subnets();

        /** Prefix length of each environment's network. */
        @WithDefault("24")
        int subnetBits();

        /** How long a process may take to end before it is killed. */
        @WithDefault("10s")
        Duration stopGrace();

        /** How long an instance that was replaced still serves those who have just looked its name up. */
        @WithDefault("1s")
        Duration drain();

        /** How long a process without readiness probe has to stay up to count as ready. */
        @WithDefault("1s")
        Duration settle();

        /** How often a process that ends during a rollout is started again before the rollout fails. */
        @WithDefault("2")
        int startRetries();

        /** These values as a record. */
        default WorkloadSettings settings() {
            return new WorkloadSettings(
                    publishAddress(),
                    firstPort(),
                    lastPort(),
                    subnets(),
                    subnetBits(),
                    stopGrace(),
                    drain(),
                    settle(),
                    startRetries());
        }
    }

    /** The connection as a record. */
    default DockerSettings settings() {
        return new DockerSettings(host(), instance(), connectTimeout(), responseTimeout());
    }
}
