package io.slipway.gateway.domain.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Keeps pushes that do not concern a service from deploying it.
 *
 * @param value beginning of a path in the repository, without a leading slash
 */
public record DeploymentRestriction(
        UUID id, UUID serviceId, Mode mode, Type type, String value, Instant createdAt, Instant updatedAt) {

    /**
     * Whether a push that changed these paths deploys the service. Paths that are excluded do not count; where there are
     * paths to match, one of those that count has to be among them.
     */
    public static boolean allow(Collection<DeploymentRestriction> restrictions, Collection<String> changedPaths) {
        if (restrictions.isEmpty()) {
            return true;
        }
        List<DeploymentRestriction> matching =
                restrictions.stream().filter(each -> each.mode() == Mode.MATCH).toList();
        return changedPaths.stream()
                .filter(path ->
                        restrictions.stream().noneMatch(each -> each.mode() == Mode.EXCLUDE && each.covers(path)))
                .anyMatch(path -> matching.isEmpty() || matching.stream().anyMatch(each -> each.covers(path)));
    }

    private boolean covers(String path) {
        return path.startsWith(value);
    }

    /** Whether it says the same. */
    public boolean sameAs(Mode otherMode, Type otherType, String otherValue) {
        return mode == otherMode && type == otherType && value.equals(otherValue);
    }

    /** What a path does that begins like the restriction. */
    public enum Mode {
        EXCLUDE,
        MATCH
    }

    /** What is looked at. */
    public enum Type {
        PATH
    }
}
