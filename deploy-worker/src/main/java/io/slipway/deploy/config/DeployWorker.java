package io.slipway.deploy.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.deploy.app.DatabaseImages;
import io.slipway.deploy.app.Deployments;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.kafka.CancellationRegistry;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.retry.Retries;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.docker.DockerConfig;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.DockerRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Puts the service together. */
@ApplicationScoped
class DeployWorker {

    private static final Logger LOG = Logger.getLogger(DeployWorker.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CLEANUPS = Duration.ofHours(1);

    private volatile boolean stopping;

    @Produces
    @Singleton
    DockerRuntime runtime(DockerEngine engine, DockerConfig config, ReadinessRegistry readiness) {
        readiness.register("engine", engine::answers);
        return DockerRuntime.on(engine, config.workloads().settings());
    }

    void close(@Disposes DockerRuntime runtime) {
        runtime.close();
    }

    @Produces
    @Singleton
    RunningWatcher running(DockerRuntime runtime) {
        return runtime.running();
    }

    @Produces
    @Singleton
    DatabaseImages databaseImages(DeployConfig config) {
        DeployConfig.Databases images = config.databases();
        return database -> {
            String image = switch (database.type()) {
                case POSTGRESQL -> images.postgresql();
                case MYSQL -> images.mysql();
                case MONGODB -> images.mongodb();
                case REDIS -> images.redis();
            };
            return image.replace("{version}", database.version());
        };
    }

    @Produces
    @Singleton
    Deployments deployments(
            DockerRuntime runtime,
            SecretCipher cipher,
            DatabaseImages databaseImages,
            CancellationRegistry cancellations,
            DeploymentLog log,
            DeployConfig config) {
        return new Deployments(
                Clusters.single(runtime),
                cipher,
                databaseImages,
                cancellations,
                log,
                config.answerMargin(),
                Clock.systemUTC());
    }

    /** Takes up what is on the engine, as soon as it answers. */
    void onStart(@Observes StartupEvent event, DockerRuntime runtime, DeployConfig config) {
        Thread.ofVirtual().name("slipway-runtime-start").start(() -> {
            try {
                Retries.unbounded("Taking up what runs", FIRST_DELAY, MAX_DELAY, _ -> true)
                        .call(() -> {
                            runtime.start();
                            return runtime;
                        });
            } catch (Exception e) {
                LOG.error("What runs on the engine is not taken up", e);
                return;
            }
            cleanUp(runtime, config.keepEndedRuns());
        });
    }

    private void cleanUp(DockerRuntime runtime, Duration keep) {
        if (stopping) {
            return;
        }
        try {
            int removed = runtime.releaseEndedBefore(Instant.now().minus(keep));
            LOG.debugf("Removed %d ended runs", removed);
        } catch (RuntimeException e) {
            LOG.warnf("Ended runs are not removed this time: %s", e.getMessage());
        }
        CompletableFuture.delayedExecutor(BETWEEN_CLEANUPS.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> cleanUp(runtime, keep));
    }

    void onStop(@Observes ShutdownEvent event, Deployments deployments) {
        stopping = true;
        deployments.stopping();
    }
}
