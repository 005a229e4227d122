package io.slipway.gateway.app.token;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.token.Ownership.Kind;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What a token may see and do. What belongs to another organization is not there for it. */
@ApplicationScoped
public class Access {

    private static final int REMEMBERED = 50_000;

    private final Ownership ownership;
    private final Map<UUID, UUID> known = new ConcurrentHashMap<>();

    @Inject
    public Access(Ownership ownership) {
        this.ownership = ownership;
    }

    /**
     * Makes sure that something is not another organization's.
     *
     * @return fails with {@link ApiException.NotFound} if it is; what does not exist at all is left to the use case
     */
    public Uni<Void> see(ApiToken token, Kind kind, UUID id) {
        UUID remembered = known.get(id);
        if (remembered != null) {
            requireOwn(token, kind, id, remembered);
            return Uni.createFrom().voidItem();
        }
        return ownership
                .organizationOf(kind, id)
                .invoke(found -> found.ifPresent(organization -> {
                    remember(id, organization);
                    requireOwn(token, kind, id, organization);
                }))
                .replaceWithVoid();
    }

    /**
     * Makes sure that an organization is the token's.
     *
     * @throws ApiException.NotFound if it is not
     */
    public void seeOrganization(ApiToken token, UUID id) {
        if (!token.organizationId().equals(id)) {
            throw new ApiException.NotFound("organization", id);
        }
    }

    /**
     * Makes sure that a token has the role that something needs.
     *
     * @throws ApiException.Forbidden if it has not
     */
    public void act(ApiToken token, Role needed) {
        if (!token.role().includes(needed)) {
            throw new ApiException.Forbidden(
                    "This needs the role " + needed + ", and the token has the role " + token.role());
        }
    }

    private void remember(UUID id, UUID organization) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(id, organization);
    }

    private static void requireOwn(ApiToken token, Kind kind, UUID id, UUID organization) {
        if (!token.organizationId().equals(organization)) {
            String what = switch (kind) {
                case PROJECT -> "project";
                case ENVIRONMENT -> "environment";
                case SERVICE -> "service";
                case STAGE -> "deployment stage";
                case VARIABLE -> "variable";
                case REQUEST -> "deployment request";
                case PARENT -> "project, environment or service";
            };
            throw new ApiException.NotFound(what, id);
        }
    }
}
