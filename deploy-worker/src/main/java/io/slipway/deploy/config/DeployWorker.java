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
import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.Handle;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.docker.DockerConfig;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.DockerRuntime;
import io.slipway.runtime.kubernetes.KubernetesClusters;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    @Typed(DockerRuntime.class)
    DockerRuntime docker(DockerEngine engine, DockerConfig config) {
        return DockerRuntime.on(engine, config.workloads().settings());
    }

    void close(@Disposes DockerRuntime runtime) {
        runtime.close();
    }

    @Produces
    @Singleton
    @Typed(KubernetesClusters.class)
    KubernetesClusters kubernetes(KubernetesConfig config) {
        return KubernetesClusters.connect(config);
    }

    void close(@Disposes KubernetesClusters clusters) {
        clusters.close();
    }

    /** Only the runtime that is wanted is made. */
    @Produces
    @Singleton
    Clusters clusters(DeployConfig config, Instance<DockerRuntime> docker, Instance<KubernetesClusters> kubernetes) {
        return switch (config.runtime()) {
            case DOCKER -> Clusters.single(docker.get());
            case KUBERNETES -> kubernetes.get();
        };
    }

    @Produces
    @Singleton
    RunningWatcher running(Clusters clusters) {
        return listener -> {
            List<Handle> watched = clusters.all().stream()
                    .map(cluster -> cluster.running().watch(listener))
                    .toList();
            return () -> watched.forEach(Handle::close);
        };
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
            Clusters clusters,
            SecretCipher cipher,
            DatabaseImages databaseImages,
            CancellationRegistry cancellations,
            DeploymentLog log,
            DeployConfig config) {
        return new Deployments(
                clusters, cipher, databaseImages, cancellations, log, config.answerMargin(), Clock.systemUTC());
    }

    /** Takes up what is on each cluster, as soon as it answers. */
    void onStart(@Observes StartupEvent event, Clusters clusters, DeployConfig config, ReadinessRegistry readiness) {
        String part = switch (config.runtime()) {
            case DOCKER -> "engine";
            case KUBERNETES -> "cluster";
        };
        // One of several that does not answer holds up its own steps, not those of the others.
        readiness.register(part, () -> clusters.all().stream().anyMatch(ClusterRuntime::answers));
        clusters.all()
                .forEach(cluster -> Thread.ofVirtual()
                        .name("slipway-runtime-start")
                        .start(() -> start(cluster, config.keepEndedRuns())));
    }

    private void start(ClusterRuntime cluster, Duration keepEndedRuns) {
        try {
            Retries.unbounded("Taking up what runs", FIRST_DELAY, MAX_DELAY, _ -> true)
                    .call(() -> {
                        cluster.start();
                        return cluster;
                    });
        } catch (Exception e) {
            LOG.error("What runs is not taken up", e);
            return;
        }
        cleanUp(cluster, keepEndedRuns);
    }

    private void cleanUp(ClusterRuntime cluster, Duration keep) {
        if (stopping) {
            return;
        }
        try {
            int removed = cluster.releaseEndedBefore(Instant.now().minus(keep));
            LOG.debugf("Removed %d ended runs", removed);
        } catch (RuntimeException e) {
            LOG.warnf("Ended runs are not removed this time: %s", e.getMessage());
        }
        CompletableFuture.delayedExecutor(BETWEEN_CLEANUPS.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> cleanUp(cluster, keep));
    }

    void onStop(@Observes ShutdownEvent event, Deployments deployments) {
        stopping = true;
        deployments.stopping();
    }
}
