package io.slipway.runtime;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Desired state of one thing that stays: a service that runs, or a job on a schedule. */
public sealed interface Workload {

    /** The service that it is. */
    ServiceKey key();

    /** The environment that it belongs to. */
    EnvironmentRef environment();

    /** The name that people gave it. */
    String name();

    /** What its containers run. */
    ImageToRun image();

    /** What its processes start with. */
    ProcessInput input();

    /** CPU and memory of one container. */
    Resources resources();

    /**
     * A service that runs until it is stopped.
     *
     * @param hostnames its DNS names inside the environment
     * @param instances how many containers run at least
     * @param maxInstances how many may run under load; a runtime that does not scale by itself runs {@code instances}
     * @param readiness all of them have to succeed before an instance counts as ready; empty = it stays up
     * @param liveness an instance is restarted when it fails; null = none
     * @param volumes outlive the containers; with at least one, old and new instances never run at the same time
     */
    record Service(
            ServiceKey key,
            EnvironmentRef environment,
            String name,
            List<String> hostnames,
            ImageToRun image,
            ProcessInput input,
            List<PortSpec> ports,
            Resources resources,
            int instances,
            int maxInstances,
            List<Probe> readiness,
            @Nullable Probe liveness,
            List<Volume> volumes)
            implements Workload {

        public Service {
            Copies.required(key, "key");
            Copies.required(environment, "environment");
            Copies.required(name, "name");
            hostnames = Copies.list(hostnames);
            Copies.required(image, "image");
            Copies.required(input, "input");
            ports = Copies.list(ports);
            Copies.required(resources, "resources");
            readiness = Copies.list(readiness);
            volumes = Copies.list(volumes);
            if (instances < 0) {
                throw new IllegalArgumentException("'instances' must not be negative");
            }
            maxInstances = Math.max(instances, maxInstances);
        }
    }

    /**
     * A job that runs at each time of its schedule, never twice at once.
     *
     * @param schedule five cron fields
     * @param timezone IANA name
     * @param maxRestarts retries of one run after a failure
     * @param maxDurationSeconds of one run with all its retries; 0 = no limit
     */
    record Scheduled(
            ServiceKey key,
            EnvironmentRef environment,
            String name,
            ImageToRun image,
            ProcessInput input,
            Resources resources,
            String schedule,
            String timezone,
            int maxRestarts,
            int maxDurationSeconds)
            implements Workload {

        public Scheduled {
            Copies.required(key, "key");
            Copies.required(environment, "environment");
            Copies.required(name, "name");
            Copies.required(image, "image");
            Copies.required(input, "input");
            Copies.required(resources, "resources");
            Copies.required(schedule, "schedule");
            Copies.required(timezone, "timezone");
        }
    }

    /** A volume that outlives containers and stops, and goes when the service is deleted. */
    record Volume(String id, String mountPoint, int sizeGib) {

        public Volume {
            Copies.required(id, "id");
            Copies.required(mountPoint, "mountPoint");
        }
    }
}
