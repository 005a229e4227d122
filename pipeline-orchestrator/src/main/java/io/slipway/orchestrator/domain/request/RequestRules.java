package io.slipway.orchestrator.domain.request;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected.Reason;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether a request can be served. The first thing that is wrong is told. */
public final class RequestRules {

    private RequestRules() {}

    /** What is wrong with the request whatever state the environment is in; checked when it comes. */
    public static Optional<Refusal> checkForm(DeployRequested request, EnvironmentSpec spec) {
        return Stream.concat(request.serviceIds().stream(), request.versions().keySet().stream())
                .filter(id -> spec.service(id).isEmpty())
                .findFirst()
                .map(id ->
                        new Refusal(Reason.UNKNOWN_SERVICE, "The environment has no service with the id '" + id + "'."))
                .or(() -> request.action() == Action.FORCE_RUN ? checkForcedRun(request, spec) : Optional.empty())
                .or(() -> checkVersions(request, spec));
    }

    /** What is wrong with the request in the environment's present state; checked when its turn comes. */
    public static Optional<Refusal> checkState(
            DeployRequested request, EnvironmentSpec spec, Function<String, ServiceRecord> records) {
        Action action = request.action();
        Participation participation = new Participation(spec, records, action);
        if (request.environmentWide()) {
            boolean canBeEmpty = action == Action.DEPLOY || action.removes();
            return canBeEmpty || participation.anyInEnvironment()
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            Reason.ACTION_NOT_ALLOWED,
                            action + " is not possible: no service of the environment is in a state that allows it."));
        }
        return request.serviceIds().stream()
                .flatMap(id -> spec.service(id).stream())
                .filter(service -> !participation.permits(service))
                .findFirst()
                .map(service -> notAllowed(action, service, records.apply(service.id())));
    }

    private static Refusal notAllowed(Action action, ServiceSpec service, ServiceRecord record) {
        String why = action == Action.RESTART && service instanceof JobSpec
                ? "it is a job, and jobs have no restart; deploy it again, or force a run."
                : "its state is " + record.state() + ".";
        return new Refusal(
                Reason.ACTION_NOT_ALLOWED, action + " is not possible for service '" + service.name() + "': " + why);
    }

    private static Optional<Refusal> checkForcedRun(DeployRequested request, EnvironmentSpec spec) {
        List<String> ids = request.serviceIds().stream().distinct().toList();
        JobEvent event = request.jobEvent();
        if (ids.size() != 1 || event == null) {
            return Optional.of(new Refusal(
                    Reason.INVALID_FORCE_RUN, "A forced run needs exactly one job in 'serviceIds' and a 'jobEvent'."));
        }
        ServiceSpec service = spec.service(ids.getFirst()).orElseThrow();
        boolean possible = switch (service) {
            case JobSpec.Lifecycle job -> job.triggersOn(event);
            case JobSpec.Cron _ -> event == JobEvent.CRON;
            case ServiceSpec _ -> false;
        };
        return possible
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Reason.INVALID_FORCE_RUN,
                        "'" + service.name() + "' is not a job that runs on " + event
                                + "; add the event to the job or choose one that it has."));
    }

    private static Optional<Refusal> checkVersions(DeployRequested request, EnvironmentSpec spec) {
        if (request.versions().isEmpty()) {
            return Optional.empty();
        }
        Action action = request.action();
        if (!action.deploys() && action != Action.FORCE_RUN) {
            return Optional.of(invalidVersion("Versions make no sense with " + action + "; leave them out."));
        }
        return request.versions().entrySet().stream()
                .flatMap(entry -> checkVersion(request, spec, entry).stream())
                .findFirst();
    }

    private static Optional<Refusal> checkVersion(
            DeployRequested request, EnvironmentSpec spec, Map.Entry<String, ServiceVersion> entry) {
        ServiceSpec service = spec.service(entry.getKey()).orElseThrow();
        if (!request.environmentWide() && !request.serviceIds().contains(service.id())) {
            return Optional.of(invalidVersion(
                    "A version is given for '" + service.name() + "', which is not among 'serviceIds'."));
        }
        ServiceVersion version = entry.getValue();
        return switch (service.imageSource().orElse(null)) {
            case ImageSource.Git _ ->
                version.tag() == null && version.commit() != null
                        ? Optional.empty()
                        : Optional.of(
                                invalidVersion("'" + service.name() + "' is built from git: give a commit, no tag."));
            case ImageSource.Registry _ ->
                version.commit() == null && version.tag() != null
                        ? Optional.empty()
                        : Optional.of(invalidVersion(
                                "'" + service.name() + "' comes from a registry: give a tag, no commit."));
            case null ->
                Optional.of(invalidVersion(
                        "'" + service.name() + "' is a database: its version is part of its configuration."));
        };
    }

    private static Refusal invalidVersion(String message) {
        return new Refusal(Reason.INVALID_VERSION, message);
    }
}
