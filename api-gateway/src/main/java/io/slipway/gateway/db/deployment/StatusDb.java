package io.slipway.gateway.db.deployment;

import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.gateway.app.deployment.RequestStore.Outcome;
import io.slipway.gateway.app.deployment.StatusStore;
import io.slipway.gateway.domain.deployment.Cancellation;
import io.slipway.gateway.domain.deployment.Freshness;
import io.slipway.gateway.domain.deployment.LastDeployment;
import io.slipway.gateway.domain.deployment.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class StatusDb implements StatusStore {

    /** Requests that are laid over the status, and the newest request if it was refused; oldest first. */
    private static final String OPEN_REQUESTS = """
            select data, target, outcome, problem from deployment_request r
            where environment_id = cast(:environment as uuid) and data is not null
              and (outcome in ('UNSEEN', 'HELD')
                   or (outcome = 'REFUSED' and ordinal = (select max(ordinal) from deployment_request n
                        where n.environment_id = r.environment_id and n.target is null)))
            order by ordinal
            """;

    private static final String STATUS =
            "select status from environment_feed where environment_id = cast(:environment as uuid)";

    /** Of what was deployed, as far as the history is kept; of the last deployment's version; and of the present. */
    private static final String FINGERPRINTS = """
            with present as (
                select distinct on (service_id) service_id, fingerprint from service_fingerprint
                where environment_id = cast(:environment as uuid)
                order by service_id, since_version desc),
            brought as (
                select distinct on (service_id) service_id, fingerprint from service_fingerprint
                where environment_id = cast(:environment as uuid) and since_version <= :version
                order by service_id, since_version desc),
            deployed as (
                select service_id, fingerprint from deployed_service
                where environment_id = cast(:environment as uuid))
            select cast(service_id as text), deployed.fingerprint, brought.fingerprint, present.fingerprint
            from present full join deployed using (service_id) left join brought using (service_id)
            """;

    /**
     * The requests are read before the status: one that the status takes over in between is then seen twice rather than
     * not at all.
     */
    @Override
    public Uni<Known> known(UUID environmentId) {
        String environment = environmentId.toString();
        return Sql.of(OPEN_REQUESTS)
                .with("environment", environment)
                .list(OpenRequest::of)
                .chain(open -> Sql.of(STATUS)
                        .with("environment", environment)
                        .list(row -> Optional.ofNullable(row.get(0, String.class)))
                        .map(StatusDb::reported)
                        .chain(reported -> Sql.of(FINGERPRINTS)
                                .with("environment", environment)
                                .with("version", specVersion(reported.orElse(null)))
                                .list(row -> row)
                                .map(fingerprints -> known(open, reported.orElse(null), fingerprints))));
    }

    private static Optional<EnvironmentStatus> reported(List<Optional<String>> status) {
        return status.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .map(json -> Sql.read(json, EnvironmentStatus.class));
    }

    private static long specVersion(@Nullable EnvironmentStatus reported) {
        return reported == null || reported.deployment() == null
                ? 0
                : reported.deployment().specVersion();
    }

    private static Known known(List<OpenRequest> open, @Nullable EnvironmentStatus reported, List<Tuple> fingerprints) {
        List<QueuedRequest> unseen = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        Refusal refusal = null;
        for (OpenRequest request : open) {
            if (request.target() != null) {
                if (request.outcome() != Outcome.REFUSED) {
                    boolean force =
                            Sql.read(request.data(), CancelRequested.class).force();
                    cancellations.add(new Cancellation(request.target(), force));
                }
            } else if (request.outcome() == Outcome.REFUSED) {
                refusal = refusal(request);
            } else {
                unseen.add(waiting(Sql.read(request.data(), DeployRequested.class)));
            }
        }
        Map<String, Freshness> freshness = new HashMap<>();
        Map<String, DeploymentState> brought = LastDeployment.brought(reported);
        fingerprints.forEach(row -> {
            String service = row.get(0, String.class);
            String deployed = switch (brought.get(service)) {
                case DEPLOYED -> row.get(2, String.class);
                case DELETED -> null;
                case null, default -> row.get(1, String.class);
            };
            freshness.put(service, Freshness.compare(deployed, row.get(3, String.class)));
        });
        return new Known(reported, unseen, cancellations, refusal, freshness);
    }

    private static @Nullable Refusal refusal(OpenRequest open) {
        DeployRequested request = Sql.read(open.data(), DeployRequested.class);
        return request.environmentWide()
                ? new Refusal(
                        request.requestId(),
                        request.action(),
                        request.requestedAt(),
                        open.problem() == null ? "" : open.problem())
                : null;
    }

    private static QueuedRequest waiting(DeployRequested request) {
        return new QueuedRequest(
                request.requestId(),
                List.of(request.requestId()),
                request.action(),
                request.jobEvent(),
                request.requestedBy(),
                request.requestedAt(),
                request.serviceIds());
    }

    private record OpenRequest(
            String data,
            @Nullable String target,
            Outcome outcome,
            @Nullable String problem) {

        static OpenRequest of(Tuple row) {
            return new OpenRequest(
                    row.get(0, String.class),
                    row.get(1, String.class),
                    Outcome.valueOf(row.get(2, String.class)),
                    row.get(3, String.class));
        }
    }
}
