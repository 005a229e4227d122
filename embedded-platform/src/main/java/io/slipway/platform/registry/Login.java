package io.slipway.platform.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User name and password for a registry. */
public record Login(String username, String password) {

    String header() {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
