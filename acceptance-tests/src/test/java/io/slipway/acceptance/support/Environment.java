package io.slipway.acceptance.support;

import static io.slipway.acceptance.support.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An environment made through the REST API, with the services that the tests need. */
public final class Environment {

    private static final String IMAGE = "busybox";
    private static final String TAG = "1.36";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<String> OVER = Set.of("DEPLOYED", "STOPPED", "RESTARTED", "DELETED", "CANCELED", "READY");

    private final Api api;
    private final String id;
    private final String registry;
    private final Map<String, String> stages = new LinkedHashMap<>();

    private Environment(Api api, String id, String registry) {
        this.api = api;
        this.id = id;
        this.registry = registry;
    }

    /** A new environment in a new project. */
    public static Environment create(Api api, String name) {
        String organization =
                api.get("/organization").json(200).at("/results/0/id").asText();
        String registry = api.get("/organization/" + organization + "/containerRegistry")
                .json(200)
                .at("/results/0/id")
                .asText();
        String project = api.post(
                        "/organization/" + organization + "/project",
                        Json.text(object("name", name + "-" + Long.toHexString(System.nanoTime()))))
                .json(200)
                .get("id")
                .asText();
        String id = api.post(
                        "/project/" + project + "/environment", Json.text(object("name", name, "mode", "DEVELOPMENT")))
                .json(201)
                .get("id")
                .asText();
        Environment environment = new Environment(api, id, registry);
        environment.readStages();
        return environment;
    }

    private void readStages() {
        for (JsonNode stage : api.get(path("/deploymentStage")).json(200).get("results")) {
            stages.put(stage.get("name").asText(), stage.get("id").asText());
        }
    }

    public String id() {
        return id;
    }

    public Api api() {
        return api;
    }

    /** {@code /environment/<id>} and {@code rest}. */
    public String path(String rest) {
        return "/environment/" + id + rest;
    }

    /**
     * A shell script that answers 200 on port 8080 after {@code before}, until it is told to end. The web server by itself
     * would not hear that as a container's first process, and each stop would take as long as engines wait.
     */
    public static String webScript(String before) {
        return before + " mkdir -p /tmp/www && echo ok > /tmp/www/index.html && trap 'exit 0' TERM"
                + " && { httpd -f -p 8080 -h /tmp/www & wait; }";
    }

    /** A container of busybox that runs {@code script}, ready when port 8080 answers. */
    public String container(String name, String script) {
        return container(name, script, httpProbe(1, 30));
    }

    public String container(String name, String script, Map<String, Object> healthchecks) {
        return api.post(path("/container"), Json.text(containerBody(name, script, healthchecks)))
                .json(201)
                .get("id")
                .asText();
    }

    public Map<String, Object> containerBody(String name, String script, Map<String, Object> healthchecks) {
        return object(
                "name",
                name,
                "registry_id",
                registry,
                "image_name",
                IMAGE,
                "tag",
                TAG,
                "entrypoint",
                "/bin/sh",
                "arguments",
                List.of("-c", script),
                "cpu",
                100,
                "memory",
                64,
                "healthchecks",
                healthchecks,
                "ports",
                List.of(object(
                        "internal_port", 8080, "publicly_accessible", true, "is_default", true, "protocol", "HTTP")));
    }

    /** A readiness probe of port 8080. */
    public static Map<String, Object> httpProbe(int periodSeconds, int failures) {
        return object(
                "readiness_probe",
                object(
                        "type",
                        object("http", object("port", 8080, "path", "/", "scheme", "HTTP")),
                        "initial_delay_seconds",
                        0,
                        "period_seconds",
                        periodSeconds,
                        "timeout_seconds",
                        1,
                        "success_threshold",
                        1,
                        "failure_threshold",
                        failures));
    }

    /** An application from the repository at {@code url}, built with the Dockerfile in {@code root}. */
    public String application(String name, String url, String root) {
        return api.post(
                        path("/application"),
                        Json.text(object(
                                "name",
                                name,
                                "git_repository",
                                object("url", url, "branch", "main", "root_path", root, "provider", "GITHUB"),
                                "dockerfile_path",
                                "Dockerfile",
                                "cpu",
                                100,
                                "memory",
                                64,
                                "healthchecks",
                                httpProbe(1, 30),
                                "ports",
                                List.of(object(
                                        "internal_port",
                                        8080,
                                        "publicly_accessible",
                                        true,
                                        "is_default",
                                        true,
                                        "protocol",
                                        "HTTP")))))
                .json(201)
                .get("id")
                .asText();
    }

    /** A lifecycle job of busybox with a script per event ({@code on_start}, {@code on_stop}, {@code on_delete}). */
    public String job(String name, Map<String, String> scripts, int restarts, int maxSeconds) {
        Map<String, Object> schedule = new LinkedHashMap<>();
        scripts.forEach((event, script) ->
                schedule.put(event, object("entrypoint", "/bin/sh", "arguments", List.of("-c", script))));
        return api.post(
                        path("/job"),
                        Json.text(object(
                                "name",
                                name,
                                "source",
                                object("image", object("image_name", IMAGE, "tag", TAG, "registry_id", registry)),
                                "schedule",
                                schedule,
                                "max_nb_restart",
                                restarts,
                                "max_duration_seconds",
                                maxSeconds,
                                "cpu",
                                100,
                                "memory",
                                64,
                                "healthchecks",
                                Map.of())))
                .json(201)
                .get("id")
                .asText();
    }

    /** A variable that all services of the environment see. */
    public void variable(String key, String value, boolean secret) {
        api.post(
                        "/variable",
                        Json.text(object(
                                "key", key,
                                "value", value,
                                "is_secret", secret,
                                "variable_scope", "ENVIRONMENT",
                                "variable_parent_id", id)))
                .json(201);
    }

    /** Puts a service into the stage called {@code stage}, which is appended if there is none. */
    public void attach(String service, String stage) {
        String stageId = stages.computeIfAbsent(
                stage,
                name -> api.post(path("/deploymentStage"), Json.text(object("name", name)))
                        .json(200)
                        .get("id")
                        .asText());
        api.put("/deploymentStage/" + stageId + "/service/" + service, "{}").json(200);
    }

    /** Asks for {@code action} on the whole environment. */
    public void ask(String action) {
        assertThat(api.post(path("/" + action)).status()).isEqualTo(202);
    }

    /** The environment's state now. */
    public String state() {
        return api.get(path("/status")).json(200).get("state").asText();
    }

    /** Waits until nothing is under way, and returns the state. */
    public String awaitEnd() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(this::state, state -> OVER.contains(state) || state.endsWith("_ERROR"));
    }

    /** Asks for {@code action} and waits for its end. */
    public String run(String action) {
        ask(action);
        return awaitEnd();
    }

    /** Waits until a service is in {@code state}. */
    public void awaitService(String service, String state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(serviceState(service)).isEqualTo(state));
    }

    /**
     * Waits until a service is being built or deployed. Where that is over before anybody looks, it has begun, too: such a
     * state lasts a second or two, and a machine can be busy for longer.
     */
    public void awaitBegun(String service) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(serviceState(service)).isNotIn("unknown", "READY", "QUEUED"));
    }

    /** The state of a service now. */
    public String serviceState(String service) {
        return serviceStatuses().getOrDefault(service, "unknown");
    }

    /** The states of all services by their ids. */
    public Map<String, String> serviceStatuses() {
        JsonNode statuses = api.get(path("/statuses")).json(200);
        Map<String, String> states = new LinkedHashMap<>();
        for (String kind : List.of("applications", "containers", "jobs", "databases")) {
            for (JsonNode status : statuses.get(kind)) {
                states.put(status.get("id").asText(), status.get("state").asText());
            }
        }
        return states;
    }

    /** Removes everything and waits until the gateway has forgotten the environment. */
    public void delete() {
        assertThat(api.delete(path("")).status()).isEqualTo(204);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(api.get(path("")).status()).isEqualTo(404));
    }

    /** Ids of {@code count} containers that answer on port 8080, named after {@code prefix}. */
    public List<String> containers(String prefix, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(container(prefix + "-" + i, webScript("")));
        }
        return ids;
    }
}
