package io.slipway.runtime.docker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives a service the engine of its configuration. */
@ApplicationScoped
class DockerEngineProducer {

    @Produces
    @Singleton
    DockerEngine engine(DockerConfig config) {
        return DockerEngine.connect(config.settings());
    }

    void close(@Disposes DockerEngine engine) {
        engine.close();
    }
}
