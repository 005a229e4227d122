package io.slipway.runtime.kubernetes.object;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Probes of containers. */
final class PodProbes {

    private PodProbes() {}

    /**
     * {@code container} with its probes. A container has one readiness probe; the first of two becomes the startup probe,
     * which has to succeed before the second is asked.
     */
    static Container add(Container container, List<Probe> readiness, @Nullable Probe liveness) {
        if (readiness.size() > 2) {
            throw new StepException(
                    Reason.UNSUPPORTED, "A Kubernetes cluster takes at most two probes that tell when a pod is ready.");
        }
        ContainerBuilder builder = new ContainerBuilder(container);
        if (readiness.size() == 2) {
            builder.withStartupProbe(probe(readiness.getFirst(), 1));
        }
        if (!readiness.isEmpty()) {
            builder.withReadinessProbe(
                    probe(readiness.getLast(), readiness.getLast().successThreshold()));
        }
        if (liveness != null) {
            builder.withLivenessProbe(probe(liveness, 1));
        }
        return builder.build();
    }

    private static io.fabric8.kubernetes.api.model.Probe probe(Probe probe, int successThreshold) {
        ProbeBuilder builder = new ProbeBuilder()
                .withPeriodSeconds(probe.periodSeconds())
                .withTimeoutSeconds(probe.timeoutSeconds())
                .withSuccessThreshold(successThreshold)
                .withFailureThreshold(probe.failureThreshold());
        if (probe.initialDelaySeconds() > 0) {
            builder.withInitialDelaySeconds(probe.initialDelaySeconds());
        }
        return switch (probe.check()) {
            case Check.Tcp tcp ->
                builder.withNewTcpSocket()
                        .withPort(new IntOrString(tcp.port()))
                        .endTcpSocket()
                        .build();
            case Check.Http http ->
                builder.withNewHttpGet()
                        .withPort(new IntOrString(http.port()))
                        .withPath(http.path())
                        .withScheme(http.scheme().toUpperCase(java.util.Locale.ROOT))
                        .endHttpGet()
                        .build();
            case Check.Exec exec ->
                builder.withNewExec().withCommand(exec.command()).endExec().build();
            case Check.Grpc grpc ->
                builder.withNewGrpc()
                        .withPort(grpc.port())
                        .withService(grpc.service())
                        .endGrpc()
                        .build();
        };
    }
}
