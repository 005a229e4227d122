package io.slipway.platform.cluster;

import io.slipway.platform.registry.Login;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the workers use a cluster.
 *
 * @param kubeconfig file with its address and credentials
 * @param context context of the kubeconfig; empty = its current one
 * @param registry host and port of the registry as this machine reaches it
 * @param registryFromCluster the same as nodes and pods reach it
 * @param registryIsPlain whether it speaks plain http
 * @param login for the registry
 * @param imageMirror put before the names of images without a registry; empty = they come from the public ones
 * @param buildkitImage image of the builder
 * @param privilegedBuilds whether the builder runs as root in a privileged container
 * @param storageClass class of volumes; empty = the cluster's default
 * @param ingressDomain domain of public ports; empty = they have no address outside
 * @param instance name of the installation
 */
public record ClusterSettings(
        Path kubeconfig,
        Optional<String> context,
        String registry,
        String registryFromCluster,
        boolean registryIsPlain,
        Optional<Login> login,
        Optional<String> imageMirror,
        String buildkitImage,
        boolean privilegedBuilds,
        Optional<String> storageClass,
        Optional<String> ingressDomain,
        String instance) {

    private static final String PREFIX = "SLIPWAY_KUBERNETES_";

    /** Namespace of the builds of this installation. */
    public String buildNamespace() {
        return "slipway-" + instance + "-builds";
    }

    /** Label selector of everything that this installation makes on the cluster. */
    public Map<String, String> installationLabels() {
        return Map.of("app.kubernetes.io/managed-by", "slipway", "slipway.io/instance", instance);
    }

    /** What the workers are told, as environment variables. */
    public Map<String, String> environment() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("SLIPWAY_RUNTIME", "kubernetes");
        settings.put(PREFIX + "KUBECONFIG", kubeconfig.toAbsolutePath().toString());
        context.ifPresent(name -> settings.put(PREFIX + "CONTEXT", name));
        settings.put(PREFIX + "INSTANCE", instance);
        settings.put(PREFIX + "NAMESPACE_PREFIX", "slipway-" + instance);
        settings.put(PREFIX + "BUILD_NAMESPACE", buildNamespace());
        settings.put(PREFIX + "REGISTRY_URL", registryFromCluster);
        settings.put(PREFIX + "REGISTRY_INSECURE", Boolean.toString(registryIsPlain));
        login.ifPresent(known -> {
            settings.put(PREFIX + "REGISTRY_USERNAME", known.username());
            settings.put(PREFIX + "REGISTRY_PASSWORD", known.password());
        });
        imageMirror.ifPresent(mirror -> settings.put(PREFIX + "IMAGE_MIRROR", mirror));
        settings.put(PREFIX + "BUILD_IMAGE", buildkitImage);
        if (privilegedBuilds) {
            settings.put(PREFIX + "BUILD_PRIVILEGED", "true");
        }
        storageClass.ifPresent(name -> settings.put(PREFIX + "STORAGE_CLASS", name));
        ingressDomain.ifPresent(domain -> settings.put(PREFIX + "INGRESS_DOMAIN", domain));
        return settings;
    }
}
