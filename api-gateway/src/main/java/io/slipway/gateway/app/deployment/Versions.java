package io.slipway.gateway.app.deployment;

import io.slipway.events.request.ServiceVersion;
import io.slipway.gateway.app.error.ApiException.FieldError;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which versions can be asked for of which service. */
final class Versions {

    private static final String COMMIT_FIELD = "git_commit_id";
    private static final String TAG_FIELD = "image_tag";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{4,64}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private Versions() {}

    /** The version that {@code order} wants; empty = as configured. What is wrong with it is added to {@code errors}. */
    static Optional<ServiceVersion> of(Service service, ServiceOrder order, List<FieldError> errors) {
        String commit = order.commit();
        String tag = order.tag();
        if (commit != null && !COMMIT.matcher(commit).matches()) {
            errors.add(error(order, COMMIT_FIELD, "must be a commit id: 4 to 64 hexadecimal digits"));
        } else if (commit != null && !fromGit(service)) {
            errors.add(error(order, COMMIT_FIELD, "cannot be given: '" + service.name() + "' is not built from git"));
        }
        if (tag != null && !TAG.matcher(tag).matches()) {
            errors.add(error(order, TAG_FIELD, "must be an image tag"));
        } else if (tag != null && !fromImage(service)) {
            errors.add(
                    error(order, TAG_FIELD, "cannot be given: '" + service.name() + "' does not come from an image"));
        }
        if (commit != null && tag != null) {
            errors.add(error(order, COMMIT_FIELD, "cannot be given together with '" + TAG_FIELD + "'"));
        }
        return commit == null && tag == null ? Optional.empty() : Optional.of(new ServiceVersion(commit, tag));
    }

    private static boolean fromGit(Service service) {
        return switch (service.config()) {
            case ApplicationConfig _ -> true;
            case JobConfig job -> job.source() instanceof Source.Git;
            case ContainerConfig _, DatabaseConfig _ -> false;
        };
    }

    private static boolean fromImage(Service service) {
        return switch (service.config()) {
            case ContainerConfig _ -> true;
            case JobConfig job -> job.source() instanceof Source.Image;
            case ApplicationConfig _, DatabaseConfig _ -> false;
        };
    }

    private static FieldError error(ServiceOrder order, String field, String problem) {
        return new FieldError(order.versionPrefix() + field, problem);
    }
}
