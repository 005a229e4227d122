package io.slipway.gateway.rest.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.gateway.domain.catalog.ServiceConfig.Healthchecks;
import io.slipway.gateway.domain.catalog.ServiceConfig.Probe;
import io.slipway.gateway.domain.catalog.ServiceConfig.ProbeType;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Healthcheck}. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record HealthcheckBody(
        @Nullable ProbeBody readinessProbe, @Nullable ProbeBody livenessProbe) {

    private static final int DAY = 86_400;
    private static final int HUNDRED = 100;
    private static final List<String> TYPES = List.of("tcp", "http", "exec", "grpc");

    static HealthcheckBody of(Healthchecks healthchecks) {
        return new HealthcheckBody(ProbeBody.of(healthchecks.readiness()), ProbeBody.of(healthchecks.liveness()));
    }

    /** Reads {@code healthchecks}, which every service has to have; an empty object means no probes. */
    static Healthchecks read(Body service) {
        Body body = service.requiredObject("healthchecks");
        return new Healthchecks(probe(body, "readiness_probe"), probe(body, "liveness_probe"));
    }

    private static @Nullable Probe probe(Body healthchecks, String field) {
        Body body = healthchecks.object(field);
        if (body == null) {
            return null;
        }
        Body type = body.requiredObject("type");
        long given = TYPES.stream().filter(type::has).count();
        if (given != 1 && body.has("type")) {
            body.error("type", "must have exactly one of tcp, http, exec and grpc");
        }
        return new Probe(
                new ProbeType(tcp(type), http(type), exec(type), grpc(type)),
                body.integer("initial_delay_seconds", 30, 0, DAY),
                body.integer("period_seconds", 10, 1, DAY),
                body.integer("timeout_seconds", 5, 1, DAY),
                body.integer("success_threshold", 1, 1, HUNDRED),
                body.integer("failure_threshold", 9, 1, HUNDRED));
    }

    private static ProbeType.@Nullable Tcp tcp(Body type) {
        Body tcp = type.object("tcp");
        return tcp == null ? null : new ProbeType.Tcp(port(tcp), tcp.text("host", Limits.SHORT_TEXT));
    }

    private static ProbeType.@Nullable Http http(Body type) {
        Body http = type.object("http");
        if (http == null) {
            return null;
        }
        String path = http.text("path", Limits.URL);
        String scheme = http.text("scheme", Limits.SHORT_TEXT);
        if (path != null && !path.startsWith("/")) {
            http.error("path", "must begin with '/'");
        }
        if (scheme != null && !"HTTP".equals(scheme) && !"HTTPS".equals(scheme)) {
            http.error("scheme", "must be one of [HTTP, HTTPS]");
        }
        return new ProbeType.Http(port(http), path == null ? "/" : path, scheme == null ? "HTTP" : scheme);
    }

    private static ProbeType.@Nullable Exec exec(Body type) {
        Body exec = type.object("exec");
        if (exec == null) {
            return null;
        }
        List<String> command = exec.texts("command", Limits.ARGUMENTS, Limits.COMMAND);
        if (command.isEmpty()) {
            exec.error("command", "must have at least one element");
        }
        return new ProbeType.Exec(command);
    }

    private static ProbeType.@Nullable Grpc grpc(Body type) {
        Body grpc = type.object("grpc");
        return grpc == null ? null : new ProbeType.Grpc(port(grpc), grpc.text("service", Limits.SHORT_TEXT));
    }

    private static int port(Body check) {
        return check.requiredInteger("port", 1, Limits.MAX_PORT);
    }

    /** The contract's {@code Probe}. */
    record ProbeBody(
            TypeBody type,
            int initialDelaySeconds,
            int periodSeconds,
            int timeoutSeconds,
            int successThreshold,
            int failureThreshold) {

        static @Nullable ProbeBody of(@Nullable Probe probe) {
            return probe == null
                    ? null
                    : new ProbeBody(
                            TypeBody.of(probe.type()),
                            probe.initialDelaySeconds(),
                            probe.periodSeconds(),
                            probe.timeoutSeconds(),
                            probe.successThreshold(),
                            probe.failureThreshold());
        }
    }

    /** What a probe does: one of them is not null. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TypeBody(
            ProbeType.@Nullable Tcp tcp,
            ProbeType.@Nullable Http http,
            ProbeType.@Nullable Exec exec,
            ProbeType.@Nullable Grpc grpc) {

        static TypeBody of(ProbeType type) {
            return new TypeBody(type.tcp(), type.http(), type.exec(), type.grpc());
        }
    }
}
