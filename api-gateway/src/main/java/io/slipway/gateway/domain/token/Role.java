package io.slipway.gateway.domain.token;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** What a token may do, from the least to the most: each role may do all that those before it may. */
public enum Role {
    /** Reads, except for passwords. */
    VIEWER("Viewer"),
    /** Works with environments, services and variables, and deploys them. */
    DEVOPS("DevOps"),
    /** Also makes and deletes projects, deletes environments, manages registries and tokens, reads the audit log. */
    ADMIN("Admin"),
    /** Also gives others this role. */
    OWNER("Owner");

    private final String title;

    Role(String title) {
        this.title = title;
    }

    /** As people read it. */
    public String title() {
        return title;
    }

    /** As requests name it: the same in every organization. */
    public UUID id() {
        return UUID.nameUUIDFromBytes(("slipway-role-" + name()).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether who has this role may do what needs {@code other}. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The role with this id. */
    public static Optional<Role> of(UUID id) {
        for (Role role : values()) {
            if (role.id().equals(id)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
