package io.slipway.runtime.kubernetes.client;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Brings objects to a cluster and takes them away. Objects are applied server-side with a field manager of their own, so
 * that what others set in them stays; each carries a hash of what was applied, so that one that is as wanted is not touched.
 * Objects of others are never touched: a name that is taken is a failure.
 */
public final class Apply {

    /** Name under which fields are owned. */
    public static final String FIELD_MANAGER = "slipway";

    /** Kinds that services consist of, those that make pods first. */
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            HorizontalPodAutoscaler.class,
            Deployment.class,
            StatefulSet.class,
            CronJob.class,
            Job.class,
            Ingress.class,
            io.fabric8.kubernetes.api.model.Service.class,
            PodDisruptionBudget.class,
            Secret.class);

    private final Cluster cluster;

    /** Brings objects to {@code cluster}. */
    public Apply(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Brings {@code desired} to the cluster.
     *
     * @return whether anything had to be done
     * @throws StepException if the cluster refuses it, or an object of somebody else has the name
     */
    public boolean apply(HasMetadata desired) {
        HasMetadata stamped = stamp(desired);
        Optional<HasMetadata> there = find(desired);
        if (there.isPresent()) {
            refuseForeign(there.get(), desired);
            if (hash(there.get()).equals(hash(stamped))
                    && there.get().getMetadata().getDeletionTimestamp() == null) {
                return false;
            }
        }
        send(stamped);
        return true;
    }

    /**
     * Brings {@code stamped} to the cluster as it is, without a look at what is there.
     *
     * @return as the cluster has it now
     */
    public <T extends HasMetadata> T send(T stamped) {
        return cluster.call(
                "Applying " + title(stamped),
                () -> cluster.client()
                        .resource(stamped)
                        .fieldManager(FIELD_MANAGER)
                        .forceConflicts()
                        .serverSideApply());
    }

    /** Whether {@code desired} is on the cluster as it was applied last, whatever others have set in it. */
    public boolean upToDate(HasMetadata desired) {
        return find(desired)
                .filter(there -> mine(there, desired)
                        && hash(there).equals(hash(stamp(desired)))
                        && there.getMetadata().getDeletionTimestamp() == null)
                .isPresent();
    }

    /** The object of the cluster with the kind, namespace and name of {@code object}. */
    public <T extends HasMetadata> Optional<T> find(T object) {
        return Optional.ofNullable(cluster.call(
                "Reading " + title(object),
                () -> cluster.client().resource(object).get()));
    }

    /** Removes the objects of these labels that {@code keep} does not want; volumes and records stay. */
    public boolean prune(String namespace, Map<String, String> labels, Predicate<HasMetadata> keep) {
        boolean removed = false;
        for (HasMetadata object : list(namespace, labels)) {
            if (!keep.test(object) && !isRecord(object)) {
                delete(object);
                removed = true;
            }
        }
        return removed;
    }

    /** All objects of services with these labels, without volumes and pods. */
    public List<HasMetadata> list(String namespace, Map<String, String> labels) {
        List<HasMetadata> objects = new ArrayList<>();
        for (Class<? extends HasMetadata> kind : KINDS) {
            objects.addAll(list(kind, namespace, labels));
        }
        return objects;
    }

    /** All volume claims with these labels. */
    public List<PersistentVolumeClaim> claims(String namespace, Map<String, String> labels) {
        return list(PersistentVolumeClaim.class, namespace, labels);
    }

    /** All objects of one kind with these labels. */
    public <T extends HasMetadata> List<T> list(Class<T> kind, String namespace, Map<String, String> labels) {
        return cluster.call("Looking for " + kind.getSimpleName() + "s in " + namespace, () -> {
            try {
                return cluster.client()
                        .resources(kind)
                        .inNamespace(namespace)
                        .withLabels(labels)
                        .list()
                        .getItems();
            } catch (KubernetesClientException e) {
                if (Failures.notFound(e)) {
                    return List.<T>of();
                }
                throw e;
            }
        });
    }

    /** Asks for the end of {@code object} and all that it owns; it may take a while. Nothing happens if it is not there. */
    public void delete(HasMetadata object) {
        cluster.call(
                "Deleting " + title(object),
                () -> cluster.client()
                        .resource(object)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    /** Takes away {@code controller}, but not its pods and volumes, so that it can be made anew; waits until it is gone. */
    public void detach(HasMetadata controller) {
        String uid = controller.getMetadata().getUid();
        cluster.call("Replacing " + title(controller), () -> {
            var resource = cluster.client().resource(controller);
            resource.withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
            return resource.waitUntilCondition(
                    there -> there == null || !there.getMetadata().getUid().equals(uid),
                    cluster.config().deletionTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
        });
    }

    /** Whether {@code object} holds what is known of a service. */
    public static boolean isRecord(HasMetadata object) {
        return Labels.ROLE_RECORD.equals(label(object, Labels.ROLE));
    }

    /** Kind and name, for messages. */
    public static String title(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        return object.getKind() + " " + metadata.getName()
                + (metadata.getNamespace() == null ? "" : " in namespace " + metadata.getNamespace());
    }

    /** {@code object} with the hash of itself. */
    public static <T extends HasMetadata> T stamp(T object) {
        T stamped = Serialization.clone(object);
        ObjectMeta metadata = stamped.getMetadata();
        Map<String, String> annotations =
                new HashMap<>(metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
        annotations.remove(Labels.SPEC_HASH);
        metadata.setAnnotations(annotations);
        Map<String, String> labels = new HashMap<>(metadata.getLabels() == null ? Map.of() : metadata.getLabels());
        String attempt = labels.remove(Labels.ATTEMPT);
        metadata.setLabels(labels);
        annotations.put(Labels.SPEC_HASH, Names.hash(canonical(stamped)));
        if (attempt != null) {
            labels.put(Labels.ATTEMPT, attempt);
        }
        return stamped;
    }

    /** JSON with sorted members: their order must not matter. */
    private static String canonical(HasMetadata object) {
        return sorted(Serialization.unmarshal(Serialization.asJson(object), Map.class))
                .toString();
    }

    private static Object sorted(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> all = new TreeMap<>();
                map.forEach((key, member) -> {
                    if (member != null) {
                        all.put(String.valueOf(key), sorted(member));
                    }
                });
                yield all;
            }
            case List<?> list -> list.stream().map(Apply::sorted).toList();
            default -> value;
        };
    }

    /** Fails if the name of {@code desired} is taken by {@code there}. */
    public static void refuseForeign(HasMetadata there, HasMetadata desired) {
        if (!mine(there, desired)) {
            String owner = label(there, Labels.SERVICE);
            throw new StepException(
                    Reason.CONFLICT,
                    "The name of " + title(desired) + " is taken by "
                            + (Labels.MANAGER.equals(label(there, Labels.MANAGED_BY)) && !owner.isEmpty()
                                    ? "service " + owner
                                    : "somebody else's object")
                            + ". Rename or remove one of them.");
        }
    }

    /** Whether {@code there} belongs to what {@code desired} belongs to. */
    public static boolean mine(HasMetadata there, HasMetadata desired) {
        return List.of(Labels.MANAGED_BY, Labels.INSTANCE, Labels.ENVIRONMENT, Labels.SERVICE).stream()
                .allMatch(key -> label(there, key).equals(label(desired, key)));
    }

    /** A label; empty if there is none. */
    public static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(key, "");
    }

    /** An annotation; empty if there is none. */
    public static String annotation(HasMetadata object, String key) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }

    private static String hash(HasMetadata object) {
        return annotation(object, Labels.SPEC_HASH);
    }
}
