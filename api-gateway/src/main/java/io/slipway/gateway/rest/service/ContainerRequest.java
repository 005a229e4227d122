package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Port;
import io.slipway.gateway.domain.catalog.ServiceConfig.Storage;
import io.slipway.gateway.domain.catalog.ServiceConfig.Web;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the contract's {@code ContainerRequest}: the same to make one and, as a whole, to replace one. */
final class ContainerRequest {

    private ContainerRequest() {}

    static Services.Draft create(byte @Nullable [] bytes, Cluster cluster) {
        return read(Body.of(bytes), null, null, cluster);
    }

    static Services.Draft edit(Body body, ContainerConfig old, Cluster cluster) {
        return read(body, old.web().ports(), old.web().storage(), cluster);
    }

    private static Services.Draft read(
            Body body, @Nullable List<Port> ports, @Nullable List<Storage> storage, Cluster cluster) {
        ServiceFields.refuseUnsupported(body);
        String name = Limits.name(body, "name");
        int min = ServiceFields.minInstances(body, 1);
        Services.Draft draft = new Services.Draft(
                name,
                Limits.description(body),
                ServiceFields.icon(body, Icons.CONTAINER),
                new ContainerConfig(
                        ImageBody.read(body),
                        ServiceFields.compute(body, cluster, ApplicationRequest.STANDARD_COMPUTE),
                        new Web(
                                PortBody.read(body, ports),
                                StorageBody.read(body, storage),
                                min,
                                ServiceFields.maxInstances(body, Math.max(1, min), min),
                                ServiceFields.command(body),
                                HealthcheckBody.read(body),
                                body.bool("auto_preview", false),
                                body.bool("auto_deploy", false))));
        body.check();
        return draft;
    }
}
