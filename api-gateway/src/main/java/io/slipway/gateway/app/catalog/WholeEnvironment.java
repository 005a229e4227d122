package io.slipway.gateway.app.catalog;

import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.Stage;
import java.util.List;

/**
 * An environment with what is in it.
 *
 * @param stages in deployment order
 * @param services oldest first
 */
public record WholeEnvironment(Environment environment, List<Stage> stages, List<Service> services) {

    public WholeEnvironment {
        stages = List.copyOf(stages);
        services = List.copyOf(services);
    }
}
