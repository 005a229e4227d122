package io.slipway.runtime.kubernetes.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.events.EventJson;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StaleStepException;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Failures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The records of services, each a secret of its own in the environment's namespace. They are the fence: a step older than
 * the newest one that touched its service is refused. What only memory knows (a service that was deleted) lasts as long as
 * the process.
 */
final class Records {

    private static final String ATTEMPT = "slipway.io/newest-attempt";
    private static final String PENDING = "slipway.io/pending-attempt";
    private static final String STOPPED = "slipway.io/stopped";
    private static final String SERVING = "serving";
    private static final int TRIES = 5;

    private final Cluster cluster;
    private final Map<ServiceKey, Long> newest = new ConcurrentHashMap<>();

    Records(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The record of a service, {@link ServiceRecord#NONE} if there is none. */
    ServiceRecord read(ServiceKey service) {
        Secret secret = cluster.call(
                "Reading what is known of the service",
                () -> cluster.client()
                        .secrets()
                        .inNamespace(namespace(service))
                        .withName(cluster.names().record(service))
                        .get());
        return secret == null ? ServiceRecord.NONE : record(secret);
    }

    /**
     * The record of the step's service.
     *
     * @throws StaleStepException if a later step has touched the service
     */
    ServiceRecord pass(StepRef step) {
        ServiceKey service = ServiceKey.of(step);
        ServiceRecord record = read(service);
        pass(step, record);
        return record;
    }

    private void pass(StepRef step, ServiceRecord record) {
        long known = newest.merge(ServiceKey.of(step), Math.max(record.attempt(), step.attempt()), Math::max);
        if (step.attempt() < known) {
            throw new StaleStepException(step, known);
        }
    }

    /**
     * Changes the record, unless a later step has done so meanwhile.
     *
     * @return as it is now
     */
    ServiceRecord update(StepRef step, UnaryOperator<ServiceRecord> change) {
        ServiceKey service = ServiceKey.of(step);
        for (int i = 0; ; i++) {
            ServiceRecord before = read(service);
            pass(step, before);
            try {
                return write(service, change.apply(before));
            } catch (KubernetesClientException e) {
                if (!Failures.conflict(e) || i >= TRIES) {
                    throw cluster.failure("Noting what is done to the service", e);
                }
            }
        }
    }

    /** Removes the record of a service. */
    boolean remove(ServiceKey service) {
        return !cluster.call(
                        "Removing what is known of the service",
                        () -> cluster.client()
                                .secrets()
                                .inNamespace(namespace(service))
                                .withName(cluster.names().record(service))
                                .delete())
                .isEmpty();
    }

    private ServiceRecord write(ServiceKey service, ServiceRecord record) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withName(cluster.names().record(service))
                .withNamespace(namespace(service))
                .withLabels(Labels.service(cluster.instance(), service, Labels.ROLE_RECORD))
                .addToAnnotations(ATTEMPT, Long.toString(record.attempt()))
                .addToAnnotations(STOPPED, Boolean.toString(record.stopped()))
                .withResourceVersion(record.version())
                .endMetadata()
                .withType("slipway.io/record");
        if (record.pending() != null) {
            secret.editMetadata()
                    .addToAnnotations(PENDING, Long.toString(record.pending()))
                    .endMetadata();
        }
        if (!record.serving().isEmpty()) {
            secret.addToData(SERVING, pack(record.serving()));
        }
        var resource = cluster.client().resource(secret.build());
        return record(record.version() == null ? resource.create() : resource.update());
    }

    private String namespace(ServiceKey service) {
        return cluster.names().namespace(service.environmentId());
    }

    private ServiceRecord record(Secret secret) {
        String pending = Apply.annotation(secret, PENDING);
        String serving = secret.getData() == null ? null : secret.getData().get(SERVING);
        try {
            return new ServiceRecord(
                    Long.parseLong(Apply.annotation(secret, ATTEMPT)),
                    pending.isEmpty() ? null : Long.valueOf(pending),
                    serving == null ? List.of() : unpack(serving),
                    Boolean.parseBoolean(Apply.annotation(secret, STOPPED)),
                    secret.getMetadata().getResourceVersion());
        } catch (NumberFormatException | UncheckedIOException e) {
            throw new StepException(
                    Reason.CONFLICT,
                    Apply.title(secret) + ", in which Slipway keeps what it knows of a service, was changed by somebody"
                            + " else and cannot be read. Remove it, then deploy again.",
                    e);
        }
    }

    private static String pack(List<HasMetadata> objects) {
        String json = objects.stream().map(Serialization::asJson).collect(Collectors.joining(",", "[", "]"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private List<HasMetadata> unpack(String text) {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            List<HasMetadata> objects = new ArrayList<>();
            for (JsonNode node : EventJson.mapper().readTree(in.readAllBytes())) {
                HasMetadata object =
                        cluster.client().getKubernetesSerialization().unmarshal(node.toString());
                objects.add(object);
            }
            return objects;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
