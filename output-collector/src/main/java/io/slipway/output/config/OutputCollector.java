package io.slipway.output.config;

import io.quarkus.runtime.StartupEvent;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.retry.Retries;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.output.app.Harvest;
import io.slipway.output.app.HarvestHistory;
import io.slipway.runtime.OutputReader;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.output.DockerOutputReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the service together. */
@ApplicationScoped
class OutputCollector {

    @Produces
    @Singleton
    Harvest harvest(
            OutputReader reader, SecretCipher cipher, HarvestHistory history, DeploymentLog log, OutputConfig config) {
        Retries retries = Retries.bounded(
                "Reading a job's output",
                config.engineRetries(),
                config.engineRetryDelay(),
                config.engineMaxDelay(),
                Harvest::isWorthAnotherTry);
        return new Harvest(reader, cipher, history, log, retries::call);
    }

    @Produces
    @Singleton
    DockerOutputReader reader(DockerEngine engine) {
        return new DockerOutputReader(engine);
    }

    void close(@Disposes DockerOutputReader reader) {
        reader.close();
    }

    void onStart(@Observes StartupEvent event, DockerEngine engine, ReadinessRegistry readiness) {
        readiness.register("engine", engine::answers);
    }
}
