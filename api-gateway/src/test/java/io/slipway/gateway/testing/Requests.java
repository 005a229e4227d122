package io.slipway.gateway.testing;

import static io.slipway.gateway.testing.Api.post;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bodies that are valid, to be changed as a test needs. */
public final class Requests {

    private Requests() {}

    public static Map<String, Object> container(String name) {
        return with(
                Map.of(),
                "name",
                name,
                "registry_id",
                Api.REGISTRY,
                "image_name",
                "library/web",
                "tag",
                "1.0",
                "healthchecks",
                Map.of());
    }

    public static Map<String, Object> application(String name) {
        return with(
                Map.of(),
                "name",
                name,
                "git_repository",
                Map.of("url", "https://git.example/team/shop.git", "provider", "GITHUB", "branch", "main"),
                "healthchecks",
                Map.of());
    }

    public static Map<String, Object> database(String name) {
        return with(Map.of(), "name", name, "type", "POSTGRESQL", "version", "16", "mode", "CONTAINER");
    }

    public static Map<String, Object> lifecycleJob(String name) {
        return with(
                Map.of(),
                "name",
                name,
                "source",
                Map.of("image", image()),
                "schedule",
                Map.of("on_start", Map.of("entrypoint", "/bin/sh", "arguments", List.of("-c", "true"))),
                "healthchecks",
                Map.of());
    }

    public static Map<String, Object> cronJob(String name) {
        return with(
                lifecycleJob(name),
                "schedule",
                Map.of("cronjob", Map.of("scheduled_at", "*/5 * * * *", "arguments", List.of("tick"))));
    }

    public static Map<String, Object> image() {
        return Map.of("image_name", "library/job", "tag", "2", "registry_id", Api.REGISTRY);
    }

    public static Map<String, Object> variable(String scope, String parent, String key, Object value) {
        return with(
                Map.of(),
                "key",
                key,
                "value",
                value,
                "is_secret",
                false,
                "variable_scope",
                scope,
                "variable_parent_id",
                parent);
    }

    /** {@code body} with these fields, given as name, value, name, value. */
    public static Map<String, Object> with(Map<String, Object> body, Object... fields) {
        Map<String, Object> changed = new HashMap<>(body);
        for (int i = 0; i < fields.length; i += 2) {
            changed.put((String) fields[i], fields[i + 1]);
        }
        return changed;
    }

    /** {@code body} without a field. */
    public static Map<String, Object> without(Map<String, Object> body, String field) {
        Map<String, Object> changed = new HashMap<>(body);
        changed.remove(field);
        return changed;
    }

    /** The id of a new service. */
    public static String newService(String environment, String kind, Map<String, Object> body) {
        return post("/environment/" + environment + "/" + kind, body)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
