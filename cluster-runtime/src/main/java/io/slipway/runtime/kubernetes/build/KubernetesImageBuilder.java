package io.slipway.runtime.kubernetes.build;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.KubernetesClusters;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Failures;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.object.Images;
import io.slipway.runtime.kubernetes.object.NamespaceObjects;
import io.slipway.runtime.operation.Operation;
import io.slipway.runtime.operation.Operations;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Builds with BuildKit in a pod of the environment's cluster and pushes to the registry. A build's Job is named after its
 * attempt, so a worker that comes back finds it, sends the context if it is missing, and follows it on.
 */
public final class KubernetesImageBuilder implements ImageBuilder, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KubernetesImageBuilder.class);

    private final KubernetesConfig config;
    private final Map<String, Cluster> clusters;
    private final Operations operations = new Operations("slipway-build-");
    private final RegistryClient registry;

    KubernetesImageBuilder(KubernetesConfig config, Map<String, Cluster> clusters) {
        this.config = config;
        this.clusters = clusters;
        this.registry = new RegistryClient(
                config.registry().insecure(),
                NamespaceObjects.registryLogin(config).orElse(null));
    }

    /** Builds on the clusters of the settings; nothing is sent yet. */
    public static KubernetesImageBuilder connect(KubernetesConfig config) {
        return new KubernetesImageBuilder(config, KubernetesClusters.connections(config));
    }

    /**
     * What the names of images have to begin with, so that they get to the registry of the settings.
     *
     * @param prefix what they would begin with otherwise
     */
    public static String imagePrefix(KubernetesConfig config, String prefix) {
        return config.registry()
                .url()
                .map(url -> url.replaceFirst("^https?://", "").replaceAll("/+$", "") + "/" + prefix)
                .orElse(prefix);
    }

    @Override
    public Dialect dialect() {
        return Dialect.BUILDKIT;
    }

    @Override
    public CompletionStage<Optional<Image>> find(String reference) {
        CompletableFuture<Optional<Image>> result = new CompletableFuture<>();
        operations.threads().execute(() -> {
            try {
                checkRegistry(reference);
                result.complete(registry.digest(Reference.parse(reference))
                        .map(digest -> new Image(reference, digest.isEmpty() ? null : digest, null, null)));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                result.cancel(false);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public CompletionStage<Image> build(Build build, StepLog log) {
        return operations.submit(build.step(), Operation.NO_DEADLINE, operation -> run(operation, build, log));
    }

    @Override
    public CompletionStage<Void> cancel(StepRef step) {
        operations.cancel(step);
        return operations
                .submit(step, Operation.NO_DEADLINE, _ -> {
                    clusters.values().forEach(cluster -> remove(cluster, step));
                    return true;
                })
                .thenAccept(_ -> {});
    }

    private Image run(Operation operation, Build build, StepLog log) {
        operation.check();
        checkRegistry(build.reference());
        Cluster cluster =
                KubernetesClusters.choose(clusters, build.environment().clusterId());
        try {
            Job there = begin(cluster, build, log);
            try (BuildRun run =
                    new BuildRun(cluster, new PodLogs(cluster, operations.threads()), operation, build, there, log)) {
                return run.toItsEnd();
            }
        } finally {
            if (!operation.abandoned()) {
                removeQuietly(cluster, build.step());
            }
        }
    }

    private Job begin(Cluster cluster, Build build, StepLog log) {
        Apply apply = new Apply(cluster);
        BuildObjects objects = new BuildObjects(config, cluster.names(), build);
        Job wanted = objects.job();
        Optional<Job> former = apply.find(wanted);
        if (former.isPresent()) {
            if (!Apply.mine(former.get(), wanted)) {
                throw new StepException(
                        Reason.CONFLICT,
                        "The name of " + Apply.title(wanted) + " is taken by somebody else's object. Remove it.");
            }
            log.info("Going on with the build that began at "
                    + former.get().getMetadata().getCreationTimestamp() + "; its lines so far follow again");
            own(apply, objects, former.get());
            return former.get();
        }
        ensureNamespace(cluster);
        objects.parts().forEach(apply::apply);
        apply.apply(wanted);
        Job there = apply.find(wanted)
                .orElseThrow(() -> new StepException(
                        Reason.RUNTIME_UNAVAILABLE, "The build was removed from the cluster as soon as it was there."));
        own(apply, objects, there);
        return there;
    }

    /** From now on the build's parts go with its Job, also if this process is gone by then. */
    private static void own(Apply apply, BuildObjects objects, Job there) {
        objects.parts().forEach(part -> {
            if (apply.find(part)
                    .filter(found -> found.getMetadata().getOwnerReferences().isEmpty())
                    .isPresent()) {
                apply.apply(BuildObjects.owned(part, there));
            }
        });
    }

    /** A worker that may not make namespaces needs one that is there already. */
    private void ensureNamespace(Cluster cluster) {
        Namespace wanted = BuildObjects.namespace(config);
        String name = wanted.getMetadata().getName();
        Namespace there;
        try {
            there = cluster.client().namespaces().withName(name).get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == java.net.HttpURLConnection.HTTP_FORBIDDEN) {
                return;
            }
            throw cluster.failure("Reading namespace " + name, e);
        }
        if (there == null) {
            try {
                cluster.client().resource(wanted).create();
            } catch (KubernetesClientException e) {
                if (!Failures.conflict(e)) {
                    throw cluster.failure("Making namespace " + name, e);
                }
            }
        }
    }

    private void checkRegistry(String reference) {
        if (config.registry().url().isEmpty()) {
            throw new StepException(
                    Reason.UNSUPPORTED,
                    "there is no registry for built images: set slipway.kubernetes.registry.url of the build worker");
        }
        if (!Images.hasHost(reference)) {
            throw new StepException(
                    Reason.INTERNAL, "the image name " + reference + " does not begin with a registry's host");
        }
    }

    /** What is left goes by itself after a while. */
    private void removeQuietly(Cluster cluster, StepRef step) {
        try {
            remove(cluster, step);
        } catch (RuntimeException e) {
            LOG.warnf(e, "What is left of the build of attempt %d was not removed", step.attempt());
        }
    }

    private void remove(Cluster cluster, StepRef step) {
        Apply apply = new Apply(cluster);
        String namespace = config.build().namespace();
        Map<String, String> labels = BuildObjects.selector(config, step);
        for (Job job : apply.list(Job.class, namespace, labels)) {
            cluster.call(
                    "Deleting " + Apply.title(job),
                    () -> cluster.client()
                            .resource(job)
                            .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                            .delete());
        }
        // Those that no Job owns yet, because a process ended just before.
        apply.list(Secret.class, namespace, labels).forEach(apply::delete);
        apply.list(ConfigMap.class, namespace, labels).forEach(apply::delete);
    }

    /** Whether every cluster answers; blocks for a moment. */
    public boolean answers() {
        return clusters.values().stream().allMatch(Cluster::answers);
    }

    /** Leaves builds that are under way as they are, for the next process to go on with. */
    void leave() {
        operations.close();
    }

    /** Leaves builds that are under way as they are, and ends the connections. */
    @Override
    public void close() {
        leave();
        clusters.values().forEach(Cluster::close);
    }
}
