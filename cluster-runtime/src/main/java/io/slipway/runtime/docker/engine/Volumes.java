package io.slipway.runtime.docker.engine;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.Names;
import java.util.List;
import java.util.Map;

/** Named volumes of services. */
public final class Volumes {

    private final DockerEngine engine;
    private final Names names;

    /** The volumes of {@code engine}. */
    public Volumes(DockerEngine engine) {
        this.engine = engine;
        this.names = new Names(engine.instance());
    }

    /** The name of the service's volume, which is created where it is missing. */
    public String ensure(ServiceKey service, String volumeId) {
        String name = names.volume(service, volumeId);
        try {
            // Creating a volume that exists gives the one that is there.
            engine.calls()
                    .createVolumeCmd()
                    .withName(name)
                    .withLabels(Map.of(
                            Labels.INSTANCE, engine.instance(),
                            Labels.ENVIRONMENT, service.environmentId(),
                            Labels.SERVICE, service.serviceId(),
                            Labels.ROLE, Labels.ROLE_VOLUME))
                    .exec();
            return name;
        } catch (RuntimeException e) {
            throw engine.failure("Creating a volume", e);
        }
    }

    /**
     * Removes the service's volumes.
     *
     * @return how many there were
     */
    public int removeAll(ServiceKey service) {
        try {
            List<InspectVolumeResponse> volumes = engine.calls()
                    .listVolumesCmd()
                    .withFilter(
                            "label",
                            List.of(
                                    Labels.INSTANCE + "=" + engine.instance(),
                                    Labels.ENVIRONMENT + "=" + service.environmentId(),
                                    Labels.SERVICE + "=" + service.serviceId()))
                    .exec()
                    .getVolumes();
            if (volumes == null) {
                return 0;
            }
            volumes.forEach(volume -> remove(volume.getName()));
            return volumes.size();
        } catch (RuntimeException e) {
            throw engine.failure("Removing volumes", e);
        }
    }

    private void remove(String name) {
        try {
            engine.calls().removeVolumeCmd(name).exec();
        } catch (NotFoundException _) {
            // gone already
        }
    }
}
