package io.slipway.gateway.rest.member;

import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.Body;
import java.util.UUID;

/** Roles as requests on members name them. */
final class Roles {

    static final String ROLE_ID = "role_id";

    private Roles() {}

    /** By {@code role_id} or {@code role}, the id wins; {@code standard} if neither is given. */
    static Role read(Body body, Role standard) {
        Name name = body.enumeration("role", Name.class);
        Role named = name == null ? standard : name.role;
        UUID id = body.id(ROLE_ID);
        if (id == null) {
            return named;
        }
        return Role.of(id).orElseGet(() -> {
            if (!body.hasErrors()) {
                body.error(ROLE_ID, "is not the id of a role: availableRole lists them");
            }
            return named;
        });
    }

    /** The names that clients of this interface know; DevOps is a developer for them. */
    enum Name {
        ADMIN(Role.ADMIN),
        DEVELOPER(Role.DEVOPS),
        OWNER(Role.OWNER),
        VIEWER(Role.VIEWER);

        private final Role role;

        Name(Role role) {
            this.role = role;
        }

        static Name of(Role role) {
            return switch (role) {
                case VIEWER -> VIEWER;
                case DEVOPS -> DEVELOPER;
                case ADMIN -> ADMIN;
                case OWNER -> OWNER;
            };
        }
    }
}
