package io.slipway.runtime.kubernetes.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Names;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connection to one cluster. */
public final class Cluster implements AutoCloseable {

    private static final int RETRY_INTERVAL_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String id;
    private final KubernetesClient client;
    private final KubernetesConfig config;
    private final Names names;
    private final AtomicReference<CompletableFuture<Boolean>> answer =
            new AtomicReference<>(CompletableFuture.completedFuture(false));

    /**
     * A connection that is there already.
     *
     * @param id as environments name it; empty = the only one
     */
    public Cluster(String id, KubernetesClient client, KubernetesConfig config) {
        this.id = id;
        this.client = client;
        this.config = config;
        this.names = Names.of(config);
    }

    /**
     * Prepares a connection to the cluster of this id; nothing is sent yet.
     *
     * @param id as environments name it; empty = the only one
     */
    public static Cluster connect(String id, KubernetesConfig config) {
        KubernetesConfig.ClusterConfig one = config.clusters().get(id);
        Optional<Path> kubeconfig =
                one == null ? config.kubeconfig() : one.kubeconfig().or(config::kubeconfig);
        Optional<String> context = one == null ? config.context() : one.context();
        Config base = kubeconfig
                .map(file -> Config.fromKubeconfig(context.orElse(null), file.toFile()))
                .orElseGet(() -> Config.autoConfigure(context.orElse(null)));
        Config connection = new ConfigBuilder(base)
                .withConnectionTimeout((int) config.connectTimeout().toMillis())
                .withRequestTimeout((int) config.requestTimeout().toMillis())
                .withRequestRetryBackoffLimit(config.requestRetries())
                .withRequestRetryBackoffInterval(RETRY_INTERVAL_MILLIS)
                .withUserAgent("slipway")
                .build();
        return new Cluster(
                id, new KubernetesClientBuilder().withConfig(connection).build(), config);
    }

    /** As environments name it; empty = the only one. */
    public String id() {
        return id;
    }

    /** The client. */
    public KubernetesClient client() {
        return client;
    }

    /** How things run. */
    public KubernetesConfig config() {
        return config;
    }

    /** Names of this installation. */
    public Names names() {
        return names;
    }

    /** The installation, see {@link io.slipway.runtime.kubernetes.Labels#INSTANCE}. */
    public String instance() {
        return config.instance();
    }

    /** For messages. */
    public String title() {
        return "the cluster" + (id.isEmpty() ? "" : " " + id) + " at " + client.getMasterUrl();
    }

    /**
     * Whether it answers, be it with a refusal; blocks for a moment only. A question that has no answer yet goes on and
     * serves those who ask meanwhile.
     */
    public boolean answers() {
        CompletableFuture<Boolean> asking = answer.updateAndGet(
                last -> last.isDone() ? CompletableFuture.supplyAsync(this::ask, Thread::startVirtualThread) : last);
        return asking.copy()
                .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private boolean ask() {
        try {
            client.getKubernetesVersion();
            return true;
        } catch (KubernetesClientException e) {
            return e.getCode() > 0 && e.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR;
        } catch (RuntimeException _) {
            return false;
        }
    }

    /** What an error means for a step. */
    public StepException failure(String doing, RuntimeException e) {
        return Failures.of(doing, title(), e);
    }

    /** Does {@code call}; an error of the cluster becomes a failure with a reason. */
    public <T extends @Nullable Object> T call(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw failure(doing, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
