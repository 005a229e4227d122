package io.slipway.platform.cli;

import io.slipway.platform.registry.Login;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the commands that work with a cluster instead of a container engine. */
final class ClusterOptions {

    /** The workers' default, too. */
    static final String DEFAULT_BUILDKIT_IMAGE = "moby/buildkit:v0.26.2-rootless";

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "Build and deploy on the Kubernetes cluster of this kubeconfig; no container engine is needed.")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig, if not its current one.")
    @Nullable
    String context;

    @Option(
            names = "--registry",
            paramLabel = "HOST:PORT",
            description =
                    "Registry for the images that are built, as this machine reaches it; plain http if it answers so."
                            + " A login is taken from SLIPWAY_REGISTRY_USERNAME and SLIPWAY_REGISTRY_PASSWORD.")
    @Nullable
    String registry;

    @Option(
            names = "--registry-from-cluster",
            paramLabel = "HOST:PORT",
            description =
                    "The same registry as nodes and pods of the cluster reach it, if that is another address. Images are"
                            + " called by it, so that this machine has to reach it, too.")
    @Nullable
    String registryFromCluster;

    @Option(
            names = "--image-mirror",
            paramLabel = "HOST:PORT[/PATH]",
            description = "Where the cluster finds images without a registry in their names. By default the public"
                    + " registries, or --registry if they cannot be reached from here.")
    @Nullable
    String imageMirror;

    @Option(
            names = "--buildkit-image",
            paramLabel = "IMAGE",
            description = "Image of the builder. By default " + DEFAULT_BUILDKIT_IMAGE
                    + "; if that cannot be had, what --registry has of moby/buildkit.")
    @Nullable
    String buildkitImage;

    @Option(
            names = "--privileged-builds",
            description = "Run the builder as root in a privileged container, where nodes do not let it run without.")
    boolean privilegedBuilds;

    @Option(
            names = "--storage-class",
            paramLabel = "NAME",
            description = "Class of volumes, if not the cluster's default.")
    @Nullable
    String storageClass;

    @Option(
            names = "--ingress-domain",
            paramLabel = "DOMAIN",
            description = "Domain under which the cluster's ingress controller serves public ports; without it they are"
                    + " reached by port-forward.")
    @Nullable
    String ingressDomain;

    /** Whether a cluster is wanted. */
    boolean areGiven() {
        if (kubeconfig == null
                && (context != null
                        || registry != null
                        || registryFromCluster != null
                        || imageMirror != null
                        || storageClass != null
                        || ingressDomain != null
                        || privilegedBuilds)) {
            throw new ParameterException(
                    spec.commandLine(), "--kubeconfig FILE is missing: the other options belong to a cluster.");
        }
        if (kubeconfig != null && registryHost().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--registry HOST:PORT (or SLIPWAY_REGISTRY) is missing: images that are built have to go where the cluster finds them.");
        }
        return kubeconfig != null;
    }

    Path kubeconfigFile() {
        if (kubeconfig == null) {
            throw new IllegalStateException("no kubeconfig");
        }
        return kubeconfig;
    }

    String registryHost() {
        return registry == null ? System.getenv().getOrDefault("SLIPWAY_REGISTRY", "") : registry;
    }

    static Optional<Login> login(Map<String, String> environment) {
        String username = environment.getOrDefault("SLIPWAY_REGISTRY_USERNAME", "");
        return username.isBlank()
                ? Optional.empty()
                : Optional.of(new Login(username, environment.getOrDefault("SLIPWAY_REGISTRY_PASSWORD", "")));
    }
}
