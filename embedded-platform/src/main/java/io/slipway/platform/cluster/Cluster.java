package io.slipway.platform.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.slipway.platform.process.PlatformException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A connection to a cluster; to be closed. */
public final class Cluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 15_000;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final KubernetesClient client;

    private Cluster(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Connects as {@code kubeconfig} says.
     *
     * @param context its context; empty = the current one
     * @throws PlatformException if that is not possible; the message says why
     */
    public static Cluster connect(Path kubeconfig, Optional<String> context) {
        if (!Files.isReadable(kubeconfig)) {
            throw new PlatformException("There is no kubeconfig " + kubeconfig + " that can be read.");
        }
        Cluster cluster;
        try {
            Config config = new ConfigBuilder(Config.fromKubeconfig(context.orElse(null), kubeconfig.toFile()))
                    .withConnectionTimeout(CONNECT_MILLIS)
                    .withRequestTimeout(REQUEST_MILLIS)
                    .withRequestRetryBackoffLimit(1)
                    .build();
            cluster =
                    new Cluster(new KubernetesClientBuilder().withConfig(config).build());
        } catch (RuntimeException e) {
            throw new PlatformException(kubeconfig + " is no usable kubeconfig: " + e.getMessage(), e);
        }
        try {
            cluster.check(kubeconfig);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void check(Path kubeconfig) {
        try {
            client.namespaces().withName("default").get();
        } catch (KubernetesClientException e) {
            throw new PlatformException(
                    switch (e.getCode()) {
                        case UNAUTHORIZED ->
                            "The cluster " + address() + " does not accept the credentials in " + kubeconfig
                                    + ": they have expired or are wrong.";
                        case FORBIDDEN ->
                            "The user in " + kubeconfig + " may not even read namespaces of " + address()
                                    + "; k8s/README.md says which rights are needed.";
                        default ->
                            "The cluster " + address() + " (" + kubeconfig + ") does not answer: "
                                    + Optional.ofNullable(e.getCause())
                                            .map(Throwable::getMessage)
                                            .orElse(e.getMessage());
                    },
                    e);
        }
    }

    /** Address of the API server. */
    public String address() {
        return client.getConfiguration().getMasterUrl().replaceFirst("/$", "");
    }

    /** Address and version, for people. */
    public String description() {
        VersionInfo version = client.getKubernetesVersion();
        return address() + (version == null ? "" : ", Kubernetes " + version.getGitVersion());
    }

    /** Ways to services of the cluster, open until they are closed. */
    public PortForwards portForwards() {
        return new PortForwards(client);
    }

    /** Names of the namespaces with all of {@code labels}. */
    public List<String> namespaces(Map<String, String> labels) {
        return client.namespaces().withLabels(labels).list().getItems().stream()
                .map(namespace -> namespace.getMetadata().getName())
                .toList();
    }

    /**
     * Deletes the namespaces with all of {@code labels} and waits until they are gone.
     *
     * @return those that are still there
     */
    public List<String> deleteNamespaces(Map<String, String> labels) {
        List<Namespace> found = client.namespaces().withLabels(labels).list().getItems();
        found.forEach(namespace -> client.resource(namespace).delete());
        if (!found.isEmpty()) {
            var gone = client.namespaces().withLabels(labels).informOnCondition(List::isEmpty);
            try {
                gone.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // What is left is told below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                gone.cancel(true);
            }
        }
        return namespaces(labels);
    }

    /**
     * Deletes a namespace that Slipway made, if there is one, and waits until it is gone.
     *
     * @return whether there is one no more, or it is somebody else's
     */
    public boolean deleteNamespace(String name) {
        Namespace namespace = client.namespaces().withName(name).get();
        if (namespace == null
                || namespace.getMetadata().getLabels() == null
                || !"slipway".equals(namespace.getMetadata().getLabels().get("app.kubernetes.io/managed-by"))) {
            return true;
        }
        client.resource(namespace).delete();
        return client.namespaces()
                        .withName(name)
                        .waitUntilCondition(Objects::isNull, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                == null;
    }

    @Override
    public void close() {
        client.close();
    }
}
