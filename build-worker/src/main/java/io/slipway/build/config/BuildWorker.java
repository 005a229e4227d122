package io.slipway.build.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.build.app.BuildSettings;
import io.slipway.build.app.Builds;
import io.slipway.build.app.ContextArchive;
import io.slipway.build.app.ImageBuild;
import io.slipway.build.app.SourceRepository;
import io.slipway.build.app.Workspaces;
import io.slipway.build.archive.TarContextArchive;
import io.slipway.build.files.TemporaryWorkspaces;
import io.slipway.build.git.GitSettings;
import io.slipway.build.git.JGitRepositories;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.kafka.CancellationRegistry;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.retry.Retries;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.build.DockerImageBuilder;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.build.KubernetesImageBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;

/** Puts the service together. */
@ApplicationScoped
class BuildWorker {

    @Produces
    @Singleton
    SourceRepository sources(GitConfig git, BuildConfig build) {
        return new JGitRepositories(new GitSettings(
                git.allowedFileRoots().orElse(List.of()),
                git.allowGitProtocol(),
                git.timeout(),
                git.idleTimeout(),
                git.maxRepositoryBytes(),
                git.deepenTo(),
                git.hostKeys(),
                git.knownHosts().orElse(build.workDirectory().resolve("known_hosts"))));
    }

    @Produces
    @Singleton
    TemporaryWorkspaces workspaces(BuildConfig config) {
        try {
            return TemporaryWorkspaces.in(config.workDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException("slipway.build.work-directory cannot be used", e);
        }
    }

    void close(@Disposes TemporaryWorkspaces workspaces) {
        try {
            workspaces.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Produces
    @Singleton
    ContextArchive archive() {
        return new TarContextArchive();
    }

    @Produces
    @Singleton
    BuildSettings settings(BuildConfig config, KubernetesConfig kubernetes) {
        String prefix = switch (config.runtime()) {
            case DOCKER -> config.imagePrefix();
            case KUBERNETES -> KubernetesImageBuilder.imagePrefix(kubernetes, config.imagePrefix());
        };
        return new BuildSettings(prefix, config.maxContextBytes(), config.maxLogLines());
    }

    @Produces
    @Singleton
    Builds builds(
            SourceRepository sources,
            ContextArchive archive,
            Workspaces workspaces,
            ImageBuilder builder,
            SecretCipher cipher,
            CancellationRegistry cancellations,
            DeploymentLog log,
            BuildSettings settings,
            BuildConfig config) {
        Retries retries = Retries.bounded(
                "The container engine",
                config.engineRetries(),
                config.engineRetryDelay(),
                config.engineMaxDelay(),
                ImageBuild::isWorthAnotherTry);
        ImageBuild build = new ImageBuild(sources, archive, workspaces, builder, retries::call, cipher, settings);
        return new Builds(build, cancellations, log, settings, Clock.systemUTC());
    }

    void close(@Disposes Builds builds) {
        builds.close();
    }

    @Produces
    @Singleton
    ImageBuilder builder(
            BuildConfig config, Instance<DockerImageBuilder> docker, Instance<KubernetesImageBuilder> kubernetes) {
        return switch (config.runtime()) {
            case DOCKER -> docker.get();
            case KUBERNETES -> kubernetes.get();
        };
    }

    @Produces
    @Singleton
    @Typed(DockerImageBuilder.class)
    DockerImageBuilder docker(DockerEngine engine) {
        return new DockerImageBuilder(engine);
    }

    void close(@Disposes DockerImageBuilder builder) {
        builder.close();
    }

    @Produces
    @Singleton
    @Typed(KubernetesImageBuilder.class)
    KubernetesImageBuilder kubernetes(KubernetesConfig config) {
        return KubernetesImageBuilder.connect(config);
    }

    void close(@Disposes KubernetesImageBuilder builder) {
        builder.close();
    }

    void onStart(
            @Observes StartupEvent event,
            BuildConfig config,
            Instance<DockerEngine> engine,
            Instance<KubernetesImageBuilder> kubernetes,
            ReadinessRegistry readiness) {
        switch (config.runtime()) {
            case DOCKER -> readiness.register("engine", engine.get()::answers);
            case KUBERNETES -> readiness.register("cluster", kubernetes.get()::answers);
        }
    }

    void onStop(@Observes ShutdownEvent event, Builds builds) {
        builds.stopping();
    }
}
