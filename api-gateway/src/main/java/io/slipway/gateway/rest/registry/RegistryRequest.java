package io.slipway.gateway.rest.registry;

import io.slipway.gateway.app.catalog.Registries;
import io.slipway.gateway.domain.catalog.Registry;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the contract's {@code ContainerRegistryRequest}. */
final class RegistryRequest {

    /** What of a registry's configuration is no secret; all text. */
    private static final List<String> SETTINGS = List.of(
            "username",
            "region",
            "access_key_id",
            "scaleway_access_key",
            "scaleway_project_id",
            "project_id",
            "service_account_email",
            "role_arn",
            "azure_tenant_id",
            "azure_subscription_id");

    /** What stands for a password, by kind of registry. */
    private static final List<String> SECRETS =
            List.of("password", "secret_access_key", "scaleway_secret_key", "json_credentials");

    private RegistryRequest() {}

    static Registries.Draft read(byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String name = Limits.name(body, "name");
        Registry.Kind kind = body.requiredEnumeration("kind", Registry.Kind.class);
        String url = url(body, kind);
        Body config = body.requiredObject("config");
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : SETTINGS) {
            String value = config.text(setting, Limits.URL);
            if (value != null) {
                settings.put(setting, value);
            }
        }
        String password = null;
        for (String secret : SECRETS) {
            String value = config.text(secret, Limits.COMMAND);
            password = value == null || value.isEmpty() ? password : value;
        }
        Registries.Draft draft = new Registries.Draft(name, kind, Limits.description(body), url, settings, password);
        body.check();
        return draft;
    }

    private static String url(Body body, Registry.Kind kind) {
        String url = body.text("url", Limits.URL);
        if (url == null || url.isBlank()) {
            if (kind.standardUrl().isEmpty() && body.has("kind")) {
                body.error("url", "is required for this kind of registry");
            }
            return kind.standardUrl();
        }
        String trimmed = url.strip().replaceAll("/+$", "");
        if (!kind.standardUrl().isEmpty() && !kind.standardUrl().equals(trimmed)) {
            body.error("url", "must be " + kind.standardUrl() + " for a registry of kind " + kind);
        } else if (!isHttp(trimmed)) {
            body.error("url", "must be an http or https URL with a host and without user name or password");
        }
        return trimmed;
    }

    private static boolean isHttp(String text) {
        try {
            URI url = new URI(text);
            return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
