package io.slipway.runtime;

import io.slipway.events.Copies;

/** User name and password for a registry, in plain text. */
public record RegistryLogin(String username, String password) {

    public RegistryLogin {
        Copies.required((Object) username, "username");
        Copies.required((Object) password, "password");
    }

    @Override
    public String toString() {
        return "RegistryLogin[" + username + "]";
    }
}
