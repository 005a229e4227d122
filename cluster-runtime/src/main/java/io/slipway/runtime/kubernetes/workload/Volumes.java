package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Failures;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The volumes of a service, which outlive what mounts them: their size follows the configuration as far as it can. */
final class Volumes {

    private static final String STORAGE = "storage";
    private static final Quantity NOTHING = new Quantity("0");

    private final Cluster cluster;
    private final StepLog log;

    Volumes(Cluster cluster, StepLog log) {
        this.cluster = cluster;
        this.log = log;
    }

    /** Whether {@code live} cannot become {@code wanted} without being made anew; its pods and volumes may stay. */
    static boolean differ(@Nullable HasMetadata live, HasMetadata wanted) {
        return live instanceof StatefulSet before
                && wanted instanceof StatefulSet after
                && !sizes(before).equals(sizes(after));
    }

    /**
     * Asks for more room where {@code wanted} has more than there is. What the storage does not do is said in the log and
     * keeps the service from nothing: it runs with the room it has.
     *
     * @param claims of the service
     */
    void grow(HasMetadata wanted, List<PersistentVolumeClaim> claims) {
        if (wanted instanceof StatefulSet set) {
            sizes(set)
                    .forEach((template, size) -> claims.stream()
                            .filter(claim -> claim.getMetadata()
                                    .getName()
                                    .startsWith(
                                            template + "-" + set.getMetadata().getName() + "-"))
                            .forEach(claim -> grow(claim, size)));
        }
    }

    private void grow(PersistentVolumeClaim claim, Quantity wanted) {
        String name = claim.getMetadata().getName();
        Quantity there = storage(claim);
        int more = wanted.getNumericalAmount().compareTo(there.getNumericalAmount());
        if (more < 0) {
            log.warning("Volume " + name + " keeps its " + there + ": volumes do not shrink");
        } else if (more > 0) {
            try {
                cluster.client()
                        .resource(claim)
                        .edit(current -> new PersistentVolumeClaimBuilder(current)
                                .editSpec()
                                .editResources()
                                .addToRequests(STORAGE, wanted)
                                .endResources()
                                .endSpec()
                                .build());
                log.info("Volume " + name + " grows from " + there + " to " + wanted);
            } catch (KubernetesClientException e) {
                if (e.getCode() <= 0 || e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                    throw cluster.failure("Enlarging " + Apply.title(claim), e);
                }
                log.warning("Volume " + name + " keeps its " + there + ", the cluster does not enlarge it: "
                        + Failures.message(e));
            }
        }
    }

    private static Map<String, Quantity> sizes(StatefulSet set) {
        Map<String, Quantity> sizes = new HashMap<>();
        set.getSpec()
                .getVolumeClaimTemplates()
                .forEach(claim -> sizes.put(claim.getMetadata().getName(), storage(claim)));
        return sizes;
    }

    private static Quantity storage(PersistentVolumeClaim claim) {
        return claim.getSpec().getResources().getRequests().getOrDefault(STORAGE, NOTHING);
    }
}
