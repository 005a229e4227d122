package io.slipway.orchestrator.domain.request;

import io.slipway.events.request.Action;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commits and tags: what was asked for, what stays from the deployment before, what is configured. */
public final class Versions {

    private Versions() {}

    /**
     * The version that a step uses instead of the configured one: the wanted one; else, except for a deploy and a forced
     * run (which take what is configured now, the head of the branch for instance), the one deployed last as long as the
     * configured source is the same; null = the configured one.
     */
    static @Nullable String pinned(
            ServiceSpec service, Action action, @Nullable ServiceVersion wanted, ServiceRecord record) {
        ImageSource source = service.imageSource().orElse(null);
        if (source == null) {
            return null;
        }
        String asked = wanted == null ? null : of(source, wanted);
        if (asked != null) {
            return asked;
        }
        boolean takesNewest = action == Action.DEPLOY || action == Action.FORCE_RUN;
        return !takesNewest && configured(service).equals(record.source()) ? record.version() : null;
    }

    /** Fingerprint of the source as it is configured; while it stays the same, its versions can be deployed again. */
    public static String configured(ServiceSpec service) {
        String source = switch (service.imageSource().orElse(null)) {
            case ImageSource.Git git -> git.url() + " " + git.branch() + " " + git.commit();
            case ImageSource.Registry registry -> registry.reference();
            case null -> service.id();
        };
        // Only a fingerprint is kept: a URL may hold a token.
        return UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The version as people know it: commit or tag; null as long as it is the unknown head of a branch. */
    public static @Nullable String shown(ServiceSpec service, @Nullable String pinned) {
        if (pinned != null) {
            return pinned;
        }
        if (service instanceof DatabaseSpec database) {
            return database.version();
        }
        return switch (service.imageSource().orElse(null)) {
            case ImageSource.Git git -> git.commit();
            case ImageSource.Registry registry -> registry.tag();
            case null -> null;
        };
    }

    private static @Nullable String of(ImageSource source, ServiceVersion version) {
        return switch (source) {
            case ImageSource.Git _ -> version.commit();
            case ImageSource.Registry _ -> version.tag();
        };
    }
}
