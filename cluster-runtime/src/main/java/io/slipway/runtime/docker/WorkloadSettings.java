package io.slipway.runtime.docker;

import io.slipway.events.Copies;
import java.time.Duration;

/**
 * How workloads run on an engine.
 *
 * @param publishAddress address of the machine at which ports are published
 * @param firstPort first of the ports that are chosen for services which ask for none
 * @param lastPort last of these ports
 * @param subnets network in CIDR notation that the environments' networks are cut from
 * @param subnetBits prefix length of each environment's network
 * @param stopGrace how long a process may take to end before it is killed
 * @param drain how long an instance that was replaced still serves those who have just looked its name up
 * @param settle how long a process without readiness probe has to stay up to count as ready
 * @param startRetries how often a process that ends during a rollout is started again before the rollout fails
 */
public record WorkloadSettings(
        String publishAddress,
        int firstPort,
        int lastPort,
        String subnets,
        int subnetBits,
        Duration stopGrace,
        Duration drain,
        Duration settle,
        int startRetries) {

    /** The defaults of the configuration. */
    public static final WorkloadSettings DEFAULT = new WorkloadSettings(
            "127.0.0.1",
            20_000,
            29_999,
            "10.213.0.0/16",
            24,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            2);

    public WorkloadSettings {
        Copies.required(publishAddress, "publishAddress");
        Copies.required(subnets, "subnets");
        Copies.required(stopGrace, "stopGrace");
        Copies.required(drain, "drain");
        Copies.required(settle, "settle");
        if (firstPort < 1 || lastPort > 65_535 || firstPort > lastPort) {
            throw new IllegalArgumentException(
                    "ports from " + firstPort + " to " + lastPort + " are no range of ports");
        }
    }
}
