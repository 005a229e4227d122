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
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.output.KubernetesOutputReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
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
    OutputReader reader(
            OutputConfig config, Instance<DockerOutputReader> docker, Instance<KubernetesOutputReader> kubernetes) {
        return switch (config.runtime()) {
            case DOCKER -> docker.get();
            case KUBERNETES -> kubernetes.get();
        };
    }

    @Produces
    @Singleton
    @Typed(DockerOutputReader.class)
    DockerOutputReader docker(DockerEngine engine) {
        return new DockerOutputReader(engine);
    }

    void close(@Disposes DockerOutputReader reader) {
        reader.close();
    }

    @Produces
    @Singleton
    @Typed(KubernetesOutputReader.class)
    KubernetesOutputReader kubernetes(KubernetesConfig config) {
        return KubernetesOutputReader.connect(config);
    }

    void close(@Disposes KubernetesOutputReader reader) {
        reader.close();
    }

    void onStart(
            @Observes StartupEvent event,
            OutputConfig config,
            Instance<DockerEngine> engine,
            Instance<KubernetesOutputReader> kubernetes,
            ReadinessRegistry readiness) {
        switch (config.runtime()) {
            case DOCKER -> readiness.register("engine", engine.get()::answers);
            case KUBERNETES -> readiness.register("cluster", kubernetes.get()::answers);
        }
    }
}
