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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class StatusDb implements StatusStore {

    /**
     * All parts of what is known, in one statement and so of one moment: a request that the status takes over is seen
     * either as a request or in the status.
     *
     * <ul>
     *   <li>Requests that are laid over the status, and the newest request if it was refused; oldest first.
     *   <li>The newest status.
     *   <li>Fingerprints of what was deployed, as far as the history is kept; of the last deployment's version; and of the
     *       present.
     * </ul>
     */
    private static final String KNOWN = """
            with wanted as materialized (
                select id from unnest(cast(:environments as uuid[])) as each (id)),
            feed as materialized (
                select f.environment_id, f.status,
                       coalesce(cast(cast(f.status as json) #>> '{deployment,specVersion}' as bigint), 0) as version
                from wanted join environment_feed f on f.environment_id = wanted.id),
            present as (
                select distinct on (environment_id, service_id) environment_id, service_id, fingerprint
                from wanted join service_fingerprint on environment_id = wanted.id
                order by environment_id, service_id, since_version desc),
            brought as (
                select distinct on (f.environment_id, f.service_id) f.environment_id, f.service_id, f.fingerprint
                from feed join service_fingerprint f
                  on f.environment_id = feed.environment_id and f.since_version <= feed.version
                order by f.environment_id, f.service_id, f.since_version desc),
            deployed as (
                select environment_id, service_id, fingerprint
                from wanted join deployed_service on environment_id = wanted.id)
            select 'REQUEST' as kind, cast(environment_id as text), data, target, outcome, problem, ordinal
            from wanted join deployment_request r on environment_id = wanted.id
            where data is not null
              and (outcome in ('UNSEEN', 'HELD')
                   or (outcome = 'REFUSED' and ordinal = (select max(ordinal) from deployment_request n
                        where n.environment_id = r.environment_id and n.target is null)))
            union all
            select 'STATUS', cast(environment_id as text), status, null, null, null, 0
            from feed where status is not null
            union all
            select 'FINGERPRINT', cast(environment_id as text), cast(service_id as text),
                   deployed.fingerprint, brought.fingerprint, present.fingerprint, 0
            from present full join deployed using (environment_id, service_id)
              left join brought using (environment_id, service_id)
            order by ordinal
            """;

    @Override
    public Uni<Map<UUID, Known>> known(Collection<UUID> environmentIds) {
        return Sql.of(KNOWN)
                .with("environments", environmentIds)
                .list(Part::of)
                .map(parts -> parts.stream()
                        .collect(Collectors.groupingBy(
                                Part::environmentId,
                                Collectors.collectingAndThen(Collectors.toList(), StatusDb::known))));
    }

    private static Known known(List<Part> parts) {
        EnvironmentStatus reported = parts.stream()
                .filter(part -> part.kind().equals("STATUS"))
                .findFirst()
                .map(part -> Sql.read(part.first(), EnvironmentStatus.class))
                .orElse(null);
        List<QueuedRequest> unseen = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        Refusal refusal = null;
        Map<String, Freshness> freshness = new HashMap<>();
        Map<String, DeploymentState> brought = LastDeployment.brought(reported);
        for (Part part : parts) {
            switch (part.kind()) {
                case "REQUEST" -> {
                    OpenRequest request = OpenRequest.of(part);
                    if (request.target() == null && request.outcome() == Outcome.REFUSED) {
                        refusal = refusal(request);
                    } else if (request.target() == null) {
                        unseen.add(waiting(Sql.read(request.data(), DeployRequested.class)));
                    } else if (request.outcome() != Outcome.REFUSED) {
                        boolean force =
                                Sql.read(request.data(), CancelRequested.class).force();
                        cancellations.add(new Cancellation(request.target(), force));
                    }
                }
                case "FINGERPRINT" -> freshness.put(part.first(), freshness(part, brought.get(part.first())));
                default -> {
                    // The status, which was first.
                }
            }
        }
        return new Known(reported, unseen, cancellations, refusal, freshness);
    }

    private static Freshness freshness(Part fingerprints, @Nullable DeploymentState brought) {
        String deployed = switch (brought) {
            case DEPLOYED -> fingerprints.third();
            case DELETED -> null;
            case null, default -> fingerprints.second();
        };
        return Freshness.compare(deployed, fingerprints.fourth());
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

    /** A row: what the columns are depends on the kind. */
    private record Part(
            String kind,
            UUID environmentId,
            String first,
            @Nullable String second,
            @Nullable String third,
            @Nullable String fourth) {

        static Part of(Tuple row) {
            return new Part(
                    row.get(0, String.class),
                    UUID.fromString(row.get(1, String.class)),
                    row.get(2, String.class),
                    row.get(3, String.class),
                    row.get(4, String.class),
                    row.get(5, String.class));
        }
    }

    private record OpenRequest(
            String data,
            @Nullable String target,
            Outcome outcome,
            @Nullable String problem) {

        static OpenRequest of(Part part) {
            return new OpenRequest(
                    part.first(), part.second(), Outcome.valueOf(String.valueOf(part.third())), part.fourth());
        }
    }
}
