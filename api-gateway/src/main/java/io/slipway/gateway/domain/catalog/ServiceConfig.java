package io.slipway.gateway.domain.catalog;

import io.slipway.events.Copies;
import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.spec.JobEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What only one type of service has. */
public sealed interface ServiceConfig {

    /** The registry that its image comes from, if it comes from one. */
    default Optional<UUID> registryId() {
        return switch (this) {
            case ContainerConfig container -> Optional.of(container.image().registryId());
            case JobConfig job ->
                job.source() instanceof Source.Image image ? Optional.of(image.registryId()) : Optional.empty();
            case ApplicationConfig _, DatabaseConfig _ -> Optional.empty();
        };
    }

    /** The token that its repository is fetched with, if it needs one. */
    default Optional<UUID> gitTokenId() {
        return git().map(Source.Git::tokenId);
    }

    /** The repository that it is built from, if it is. */
    default Optional<Source.Git> git() {
        return switch (this) {
            case ApplicationConfig application -> Optional.of(application.source());
            case JobConfig job -> job.source() instanceof Source.Git git ? Optional.of(git) : Optional.empty();
            case ContainerConfig _, DatabaseConfig _ -> Optional.empty();
        };
    }

    /** An application built from git. */
    record ApplicationConfig(Source.Git source, Compute compute, Web web) implements ServiceConfig {}

    /** A container from an image. */
    record ContainerConfig(Source.Image image, Compute compute, Web web) implements ServiceConfig {}

    /**
     * A job.
     *
     * @param port for probes only; null = none
     * @param maxRestarts retries after a failure
     * @param maxDurationSeconds 0 = no limit
     */
    record JobConfig(
            Source source,
            Schedule schedule,
            Compute compute,
            int maxRestarts,
            int maxDurationSeconds,
            @Nullable Integer port,
            Healthchecks healthchecks,
            boolean autoPreview,
            boolean autoDeploy)
            implements ServiceConfig {}

    /**
     * A database in container mode.
     *
     * @param publiclyAccessible whether its port is published outside of the environment
     * @param password ciphertext
     */
    record DatabaseConfig(
            Engine engine,
            String version,
            boolean publiclyAccessible,
            int cpuMillis,
            int memoryMib,
            int storageGib,
            String login,
            String password,
            String databaseName)
            implements ServiceConfig {

        @Override
        public String toString() {
            return "DatabaseConfig[" + engine + " " + version + "]";
        }
    }

    /** Where an image comes from. */
    sealed interface Source {

        /**
         * A repository to build from.
         *
         * @param provider as the contract's {@code GitProviderEnum} names it; Slipway treats all alike
         * @param branch null = the repository's default branch
         * @param dockerfilePath relative to the root path; null = {@code Dockerfile}
         * @param dockerfileRaw the Dockerfile's text when it is not in the repository
         */
        record Git(
                String provider,
                String url,
                @Nullable String branch,
                String rootPath,
                @Nullable UUID tokenId,
                @Nullable String dockerfilePath,
                @Nullable String dockerfileRaw,
                @Nullable String targetStage)
                implements Source {

            /** The same repository, another branch. */
            public Git onBranch(String other) {
                return new Git(provider, url, other, rootPath, tokenId, dockerfilePath, dockerfileRaw, targetStage);
            }
        }

        /** An image of a registry. */
        record Image(UUID registryId, String name, String tag) implements Source {}
    }

    /**
     * What one instance may use.
     *
     * @param cpuMillis 1000 = one core
     * @param memoryMib MiB
     * @param gpu kept and answered, no runtime has any
     * @param ephemeralStorageGib null = the runtime's default
     * @param cpuArchitecture {@code AMD64} or {@code ARM64}; null = the cluster's
     */
    record Compute(
            int cpuMillis,
            int memoryMib,
            int gpu,
            @Nullable Integer ephemeralStorageGib,
            @Nullable String cpuArchitecture) {}

    /** How a long-running service runs. {@code maxInstances} -1 = no limit. */
    record Web(
            List<Port> ports,
            List<Storage> storage,
            int minInstances,
            int maxInstances,
            Command command,
            Healthchecks healthchecks,
            boolean autoPreview,
            boolean autoDeploy) {

        public Web {
            ports = Copies.list(ports);
            storage = Copies.list(storage);
        }
    }

    /** What replaces the image's entrypoint and arguments; null = the image's own. */
    record Command(@Nullable String entrypoint, List<String> arguments) {

        public Command {
            arguments = Copies.list(arguments);
        }
    }

    /** A port with the fields of the contract; {@code protocol} is one of HTTP, GRPC, TCP, UDP. */
    record Port(
            UUID id,
            String name,
            int internalPort,
            @Nullable Integer externalPort,
            boolean publiclyAccessible,
            boolean isDefault,
            String protocol,
            @Nullable String publicPath,
            @Nullable String publicPathRewrite) {}

    /** A volume. */
    record Storage(UUID id, int sizeGib, String mountPoint) {}

    /** Probes; null = none. */
    record Healthchecks(@Nullable Probe readiness, @Nullable Probe liveness) {}

    /** A probe, in seconds and consecutive results. */
    record Probe(
            ProbeType type,
            int initialDelaySeconds,
            int periodSeconds,
            int timeoutSeconds,
            int successThreshold,
            int failureThreshold) {}

    /** What a probe does; exactly one is not null. */
    record ProbeType(
            @Nullable Tcp tcp,
            @Nullable Http http,
            @Nullable Exec exec,
            @Nullable Grpc grpc) {

        /** Connects. */
        public record Tcp(int port, @Nullable String host) {}

        /** Gets. */
        public record Http(int port, String path, String scheme) {}

        /** Runs. */
        public record Exec(List<String> command) {
            public Exec {
                command = Copies.list(command);
            }
        }

        /** Asks the gRPC health service. */
        public record Grpc(int port, @Nullable String service) {}
    }

    /** When a job runs. */
    sealed interface Schedule {

        /**
         * On events of the environment.
         *
         * @param kind {@code GENERIC}, {@code TERRAFORM} or {@code CLOUDFORMATION}
         */
        record Lifecycle(Map<JobEvent, Command> events, String kind) implements Schedule {
            public Lifecycle {
                events = Copies.map(events);
            }
        }

        /** Five cron fields in a time zone. */
        record Cron(Command command, String expression, String timezone) implements Schedule {}
    }
}
