package io.slipway.kit.kafka;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the service's event factory out of its name. */
@Singleton
class KitProducers {

    @Produces
    @Singleton
    @DefaultBean
    EventFactory eventFactory(@ConfigProperty(name = "quarkus.application.name") String service) {
        return EventFactory.of(service);
    }
}
