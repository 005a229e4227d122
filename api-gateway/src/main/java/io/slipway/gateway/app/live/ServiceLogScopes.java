package io.slipway.gateway.app.live;

import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Subject;
import io.slipway.events.request.DeployRequested;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.slipway.gateway.domain.log.LogQuery;
import io.slipway.gateway.domain.log.LogQuery.Label;
import io.slipway.gateway.domain.log.LogQuery.LabelFilter;
import io.slipway.gateway.domain.log.VersionNames;
import io.slipway.kit.log.TextMatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out what a reader of a service's log may want to see. */
@ApplicationScoped
public class ServiceLogScopes {

    /** As many as the history keeps, or more. */
    private static final int DEPLOYMENTS = 1000;

    /** Whoever reads a log wants to know about versions that may run. */
    private static final int VERSIONS = 20;

    private final HistoryStore history;
    private final RequestStore requests;
    private final Transactions transactions;

    ServiceLogScopes(HistoryStore history, RequestStore requests, Transactions transactions) {
        this.history = history;
        this.requests = requests;
        this.transactions = transactions;
    }

    /**
     * Makes sense of what somebody asks for.
     *
     * @return fails with {@link ApiException.NotFound} if there is no such deployment, with {@link ApiException.Invalid} if
     *     the query makes no sense for this service
     */
    public Uni<ServiceLogScope> of(Environment environment, Service service, Asked asked) {
        return span(environment.id(), service.id().toString(), asked.deploymentId())
                .map(span -> {
                    Instant since = later(asked.start(), span.since());
                    return new ServiceLogScope(
                            environment,
                            service,
                            since == null ? asked.limit() : asked.maxLimit(),
                            since,
                            span.until(),
                            asked.instance(),
                            filters(asked.query()),
                            version(service, asked.query()));
                });
    }

    /** What the versions of a service are called. */
    Uni<VersionNames> versions(Service service) {
        String id = service.id().toString();
        boolean built = service.config().git().isPresent();
        return transactions
                .run(() -> history.ofService(service.environmentId(), id, VERSIONS))
                .map(deployments -> new VersionNames(
                        built,
                        deployments.stream()
                                .flatMap(deployment -> deployment.service(id).stream())
                                .map(ServiceRecord::version)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet())));
    }

    /** From the moment when the deployment began with the service until the next one did. */
    private Uni<Span> span(UUID environmentId, String serviceId, @Nullable String deploymentId) {
        if (deploymentId == null) {
            return Uni.createFrom().item(Span.ALL);
        }
        return transactions.run(() -> history.ofService(environmentId, serviceId, DEPLOYMENTS)
                .chain(deployments -> {
                    Instant until = null;
                    for (DeploymentRecord deployment : deployments) {
                        Instant began = began(deployment, serviceId);
                        if (deployment.id().equals(deploymentId)) {
                            return Uni.createFrom()
                                    .item(new Span(began == null ? deployment.updatedAt() : began, until));
                        }
                        until = began == null ? until : began;
                    }
                    return ofRequest(environmentId, deploymentId);
                }));
    }

    /** The history follows requests by a moment. */
    private Uni<Span> ofRequest(UUID environmentId, String deploymentId) {
        return history.find(environmentId, deploymentId).chain(other -> {
            if (other.isPresent()) {
                throw new ApiException.Invalid(
                        "deployment_id", "is that of a deployment that the service does not take part in");
            }
            return requests.find(deploymentId)
                    .map(found -> found.filter(known -> known.environmentId().equals(environmentId)))
                    .map(Found.or("deployment", deploymentId))
                    .map(known -> {
                        DeployRequested request = known.request();
                        return new Span(request == null ? null : request.requestedAt(), null);
                    });
        });
    }

    private static @Nullable Instant began(DeploymentRecord deployment, String serviceId) {
        return deployment.service(serviceId).map(ServiceRecord::startedAt).orElse(null);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private static List<LineFilter> filters(LogQuery query) {
        query.lines()
                .forEach(filter ->
                        compiled(filter.match(), filter.negated(), filter.value(), filter.subject() == Subject.LEVEL));
        return query.lines();
    }

    private static Predicate<String> version(Service service, LogQuery query) {
        Predicate<String> version = _ -> true;
        for (LabelFilter filter : query.labels()) {
            Predicate<String> wanted = compiled(filter.match(), filter.negated(), filter.value(), false);
            if (filter.label() == Label.VERSION) {
                version = version.and(wanted);
            } else if (!wanted.test(
                    filter.label() == Label.SERVICE ? service.id().toString() : service.name())) {
                throw new ApiException.Invalid(
                        "query",
                        filter.label() == Label.SERVICE
                                ? "is about another service"
                                : "is about another container: the service's is called '" + service.name() + "'");
            }
        }
        return version;
    }

    private static Predicate<String> compiled(
            LineFilter.Match match, boolean negated, String value, boolean ignoreCase) {
        try {
            return TextMatch.of(match, negated, value, ignoreCase);
        } catch (IllegalArgumentException e) {
            throw new ApiException.Invalid("query", String.valueOf(e.getMessage()));
        }
    }

    /**
     * What somebody asks for.
     *
     * @param limit so many of the last lines of each instance, where nothing says from when on
     * @param maxLimit so many where something does
     * @param start only lines after this time; null = no matter when they were written
     * @param instance only those of this container or pod; null = all
     * @param deploymentId only those of the time of this deployment; null likewise
     */
    public record Asked(
            int limit,
            int maxLimit,
            @Nullable Instant start,
            @Nullable String instance,
            @Nullable String deploymentId,
            LogQuery query) {}

    private record Span(@Nullable Instant since, @Nullable Instant until) {
        private static final Span ALL = new Span(null, null);
    }
}
