package io.slipway.runtime.kubernetes.client;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.object.NamespaceObjects;
import io.slipway.runtime.operation.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The namespaces of environments. */
public final class Namespaces {

    private static final String TERMINATING = "Terminating";
    /** What clusters put into every namespace by themselves. */
    private static final List<String> ROOT_CERTIFICATES = List.of("kube-root-ca.crt", "istio-ca-root-cert");

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Deployment.class,
            StatefulSet.class,
            DaemonSet.class,
            CronJob.class,
            Job.class,
            Pod.class,
            Service.class,
            Ingress.class,
            PersistentVolumeClaim.class,
            Secret.class,
            ConfigMap.class);

    private final Cluster cluster;
    private final Apply apply;

    /** The namespaces of {@code cluster}. */
    public Namespaces(Cluster cluster, Apply apply) {
        this.cluster = cluster;
        this.apply = apply;
    }

    /**
     * Sees to it that the environment has its namespace, with labels, quota, network policy and pull secret. One that is on
     * its way out is waited for.
     *
     * @return its name
     * @throws StepException if the name is taken by somebody else, or what is on its way out does not go
     */
    public String ensure(Operation operation, EnvironmentRef environment, StepLog log) {
        Namespace wanted = NamespaceObjects.namespace(cluster.config(), cluster.names(), environment);
        String name = wanted.getMetadata().getName();
        Namespace there = get(name);
        if (there != null && isTerminating(there)) {
            log.info("Namespace " + name + " is still being deleted; waiting until it is gone");
            awaitGone(operation, name);
            there = null;
        }
        if (there == null) {
            create(wanted);
            log.info("Namespace " + name + " has been made");
        } else {
            refuseForeign(there, wanted);
            apply.apply(wanted);
        }
        NamespaceObjects.contents(cluster.config(), cluster.names(), environment)
                .forEach(apply::apply);
        return name;
    }

    /** The namespace of an environment, whether it exists or not. */
    public String name(String environmentId) {
        return cluster.names().namespace(environmentId);
    }

    /** Whether the environment has a namespace of this installation that is not on its way out. */
    public boolean exists(String environmentId) {
        Namespace there = get(name(environmentId));
        return there != null && !isTerminating(there) && isMine(there, environmentId);
    }

    /**
     * Removes the environment's namespace if nothing is left in it, and waits until it is gone. What others have put there
     * keeps it.
     *
     * @return whether there is one no more
     * @throws StepException that says what blocks it
     */
    public boolean removeIfUnused(Operation operation, String environmentId, StepLog log) {
        String name = name(environmentId);
        Namespace there = get(name);
        if (there == null) {
            return true;
        }
        if (!isMine(there, environmentId)) {
            return false;
        }
        if (!isTerminating(there)) {
            if (!apply.list(name, Labels.environment(cluster.instance(), environmentId)).stream()
                    .allMatch(NamespaceObjects::isOfNamespace)) {
                return false;
            }
            List<String> others = others(name);
            if (!others.isEmpty()) {
                log.warning("Namespace " + name + " is kept: it holds what Slipway has not made: "
                        + String.join(", ", others));
                return false;
            }
            cluster.call(
                    "Deleting namespace " + name,
                    () -> cluster.client().namespaces().withName(name).delete());
        }
        awaitGone(operation, name);
        return true;
    }

    private List<String> others(String namespace) {
        List<String> others = new ArrayList<>();
        for (Class<? extends HasMetadata> kind : KINDS) {
            apply.list(kind, namespace, Map.of()).stream()
                    .filter(Predicate.not(Namespaces::isOwned))
                    .map(object -> object.getKind() + " " + object.getMetadata().getName())
                    .forEach(others::add);
        }
        return others;
    }

    /** Whether it goes with something else, or is there anyhow. */
    private static boolean isOwned(HasMetadata object) {
        return Labels.MANAGER.equals(Apply.label(object, Labels.MANAGED_BY))
                || !object.getMetadata().getOwnerReferences().isEmpty()
                || object.getMetadata().getDeletionTimestamp() != null
                || (object instanceof ConfigMap
                        && ROOT_CERTIFICATES.contains(object.getMetadata().getName()))
                || (object instanceof Secret secret && "kubernetes.io/service-account-token".equals(secret.getType()));
    }

    private void create(Namespace wanted) {
        try {
            cluster.client().resource(Apply.stamp(wanted)).create();
        } catch (KubernetesClientException e) {
            Namespace faster = Failures.conflict(e) ? get(wanted.getMetadata().getName()) : null;
            if (faster == null) {
                throw cluster.failure("Making namespace " + wanted.getMetadata().getName(), e);
            }
            refuseForeign(faster, wanted);
        }
    }

    private void awaitGone(Operation operation, String name) {
        CompletableFuture<List<Namespace>> gone = cluster.call(
                "Watching namespace " + name,
                () -> cluster.client().namespaces().withName(name).informOnCondition(List::isEmpty));
        try {
            Duration patience = cluster.config().deletionTimeout();
            Duration left = Duration.between(java.time.Instant.now(), operation.deadline());
            if (!operation.await(gone, left.compareTo(patience) < 0 ? left : patience)) {
                Namespace there = get(name);
                if (there != null) {
                    throw new StepException(
                            Reason.RUNTIME_UNAVAILABLE,
                            "Namespace " + name + " is being deleted, but does not go away" + blockers(there)
                                    + ". Remove what blocks it, then try again.");
                }
            }
        } finally {
            gone.cancel(true);
        }
    }

    private static String blockers(Namespace namespace) {
        if (namespace.getStatus() == null) {
            return "";
        }
        List<String> reasons = namespace.getStatus().getConditions().stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(condition -> condition.getMessage() == null ? condition.getType() : condition.getMessage())
                .filter(Objects::nonNull)
                .toList();
        List<String> finalizers = namespace.getMetadata().getFinalizers() == null
                ? List.of()
                : namespace.getMetadata().getFinalizers();
        String text = String.join(" ", reasons)
                + (finalizers.isEmpty() ? "" : " Finalizers: " + String.join(", ", finalizers));
        return text.isBlank() ? "" : ": " + text.strip().replaceAll("\\.$", "");
    }

    private void refuseForeign(Namespace there, Namespace wanted) {
        if (!Apply.mine(there, wanted)) {
            throw new StepException(
                    Reason.CONFLICT,
                    "Namespace " + there.getMetadata().getName()
                            + " is not this environment's: it lacks Slipway's labels. Remove it, or choose another"
                            + " namespace prefix (slipway.kubernetes.namespace-prefix).");
        }
    }

    private boolean isMine(Namespace namespace, String environmentId) {
        return Labels.environment(cluster.instance(), environmentId).entrySet().stream()
                .allMatch(label -> Apply.label(namespace, label.getKey()).equals(label.getValue()));
    }

    private static boolean isTerminating(Namespace namespace) {
        return namespace.getMetadata().getDeletionTimestamp() != null
                || (namespace.getStatus() != null
                        && TERMINATING.equals(namespace.getStatus().getPhase()));
    }

    private @Nullable Namespace get(String name) {
        return cluster.call(
                "Reading namespace " + name,
                () -> cluster.client().namespaces().withName(name).get());
    }
}
