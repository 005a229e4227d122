package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.runtime.kubernetes.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Deployments and StatefulSets have in common. Pure. */
final class Controllers {

    private Controllers() {}

    static boolean isController(HasMetadata object) {
        return object instanceof Deployment || object instanceof StatefulSet;
    }

    static Optional<HasMetadata> in(List<HasMetadata> objects) {
        return objects.stream().filter(Controllers::isController).findFirst();
    }

    /** How many pods it wants. */
    static int replicas(HasMetadata controller) {
        Integer replicas = switch (controller) {
            case Deployment deployment -> deployment.getSpec().getReplicas();
            case StatefulSet set -> set.getSpec().getReplicas();
            default -> Integer.valueOf(0);
        };
        return replicas == null ? 1 : replicas;
    }

    /** A copy that wants so many pods; other objects as they are. */
    static HasMetadata withReplicas(HasMetadata object, int replicas) {
        HasMetadata copy = Serialization.clone(object);
        switch (copy) {
            case Deployment deployment -> deployment.getSpec().setReplicas(replicas);
            case StatefulSet set -> set.getSpec().setReplicas(replicas);
            default -> {}
        }
        return copy;
    }

    /** A copy whose schedule is paused or not; other objects as they are. */
    static HasMetadata withSuspend(HasMetadata object, boolean suspend) {
        HasMetadata copy = Serialization.clone(object);
        if (copy instanceof CronJob cronJob) {
            cronJob.getSpec().setSuspend(suspend);
        }
        return copy;
    }

    /** The attempt that restarted its pods; empty = none. */
    static String restarted(HasMetadata controller) {
        Map<String, String> annotations = template(controller).getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Labels.RESTARTED, "");
    }

    /** A copy whose pods {@code attempt} restarts; empty = as they are. */
    static HasMetadata withRestarted(HasMetadata controller, String attempt) {
        HasMetadata copy = Serialization.clone(controller);
        if (!attempt.isEmpty()) {
            var metadata = template(copy).getMetadata();
            Map<String, String> annotations =
                    new HashMap<>(metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
            annotations.put(Labels.RESTARTED, attempt);
            metadata.setAnnotations(annotations);
        }
        return copy;
    }

    /** How many pods there may be: where an autoscaler decides, as many as there are within its bounds. */
    static int wanted(HasMetadata controller, List<HasMetadata> objects, @Nullable HasMetadata live) {
        int least = replicas(controller);
        Optional<HorizontalPodAutoscaler> scaler = objects.stream()
                .filter(HorizontalPodAutoscaler.class::isInstance)
                .map(HorizontalPodAutoscaler.class::cast)
                .findFirst();
        if (scaler.isEmpty() || live == null) {
            return least;
        }
        return Math.max(least, Math.min(replicas(live), scaler.get().getSpec().getMaxReplicas()));
    }

    /** Whether {@code objects} are of no use without {@code object}: it is one of them, or a secret that they mount. */
    static boolean needs(List<HasMetadata> objects, HasMetadata object) {
        String name = object.getMetadata().getName();
        if (object instanceof Secret) {
            return objects.stream().anyMatch(one -> Serialization.asJson(one).contains('"' + name + '"'));
        }
        return objects.stream()
                .anyMatch(one -> one.getKind().equals(object.getKind())
                        && one.getMetadata().getName().equals(name));
    }

    private static PodTemplateSpec template(HasMetadata controller) {
        return switch (controller) {
            case Deployment deployment -> deployment.getSpec().getTemplate();
            case StatefulSet set -> set.getSpec().getTemplate();
            default -> throw new IllegalArgumentException(controller.getKind() + " has no pods of its own");
        };
    }
}
