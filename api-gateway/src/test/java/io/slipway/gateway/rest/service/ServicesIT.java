package io.slipway.gateway.rest.service;

import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Requests.application;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.cronJob;
import static io.slipway.gateway.testing.Requests.database;
import static io.slipway.gateway.testing.Requests.image;
import static io.slipway.gateway.testing.Requests.lifecycleJob;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.with;
import static io.slipway.gateway.testing.Requests.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications, containers, jobs and databases over HTTP. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class ServicesIT {

    @Test
    void shouldMakeAContainerWithTheDefaultsOfTheContract() {
        String environment = Api.environment();
        Response created = post("/environment/" + environment + "/container", container("Web"));

        created.then()
                .statusCode(201)
                .body("name", equalTo("Web"))
                .body("service_type", equalTo("CONTAINER"))
                .body("environment.id", equalTo(environment))
                .body("image_name", equalTo("library/web"))
                .body("tag", equalTo("1.0"))
                .body("registry_id", equalTo(Api.REGISTRY))
                .body("registry.id", equalTo(Api.REGISTRY))
                .body("registry.name", equalTo("local"))
                .body("registry.url", equalTo("https://docker.io"))
                .body("registry.kind", equalTo("DOCKER_HUB"))
                .body("cpu", equalTo(500))
                .body("memory", equalTo(512))
                .body("gpu", equalTo(0))
                .body("min_running_instances", equalTo(1))
                .body("max_running_instances", equalTo(1))
                .body("auto_preview", equalTo(false))
                .body("auto_deploy", equalTo(false))
                .body("icon_uri", equalTo("app://qovery-console/container"))
                .body("healthchecks.readiness_probe", nullValue())
                .body("ports", equalTo(List.of()))
                .body("storage", equalTo(List.of()))
                .body("arguments", equalTo(List.of()))
                .body("$", not(hasKey("cpu_architecture")));
        assertThat(get("/container/" + created.path("id")).asString()).isEqualTo(created.asString());
        get("/environment/" + environment + "/deploymentStage")
                .then()
                .body("results[2].services.service_id", contains(created.<String>path("id")))
                .body("results[2].services[0].service_type", equalTo("CONTAINER"))
                .body("results[2].services[0].is_skipped", equalTo(false));
    }

    @Test
    void shouldKeepTheIdsOfPortsAndVolumesThatAnEditNames() {
        String environment = Api.environment();
        Map<String, Object> request = with(
                container("web"),
                "ports",
                List.of(
                        Map.of("internal_port", 80, "publicly_accessible", true),
                        Map.of("internal_port", 9000, "publicly_accessible", false, "protocol", "TCP", "name", "raw")),
                "storage",
                List.of(Map.of("type", "FAST_SSD", "size", 2, "mount_point", "/data")));
        Response created = post("/environment/" + environment + "/container", request);
        String id = created.path("id");
        String web = created.path("ports[0].id");
        String raw = created.path("ports[1].id");
        String volume = created.path("storage[0].id");
        created.then()
                .body("ports[0].name", equalTo("p80"))
                .body("ports[0].is_default", equalTo(true))
                .body("ports[0].protocol", equalTo("HTTP"))
                .body("ports[1].is_default", equalTo(false));

        Response edited = put(
                "/container/" + id,
                with(
                        container("web"),
                        "ports",
                        List.of(
                                Map.of("internal_port", 7000, "publicly_accessible", false),
                                Map.of("id", raw, "internal_port", 9001, "publicly_accessible", false)),
                        "storage",
                        List.of(Map.of("id", volume, "type", "FAST_SSD", "size", 3, "mount_point", "/data"))));

        edited.then()
                .statusCode(200)
                .body("ports.internal_port", contains(7000, 9001))
                .body("ports[1].id", equalTo(raw))
                .body("storage.id", contains(volume))
                .body("storage[0].size", equalTo(3));
        assertThat(edited.<String>path("ports[0].id")).isNotEqualTo(web).isNotEqualTo(raw);

        put(
                        "/container/" + id,
                        with(
                                container("web"),
                                "ports",
                                List.of(Map.of(
                                        "id", UUID.randomUUID(), "internal_port", 1, "publicly_accessible", true))))
                .then()
                .statusCode(400)
                .body("message", containsString("'ports[0].id'"));
        put("/container/" + id, container("web")).then().body("ports", equalTo(List.of()));
    }

    @Test
    void shouldMakeAnApplicationFromGit() {
        String environment = Api.environment();
        Response created = post(
                "/environment/" + environment + "/application",
                with(
                        application("shop"),
                        "dockerfile_path",
                        "docker/Dockerfile",
                        "entrypoint",
                        "/bin/run",
                        "arguments",
                        List.of("--fast", "a b"),
                        "healthchecks",
                        Map.of(
                                "readiness_probe",
                                Map.of("type", Map.of("http", Map.of("port", 8080, "path", "/ready")))),
                        "min_running_instances",
                        2,
                        "max_running_instances",
                        -1));

        created.then()
                .statusCode(201)
                .body("service_type", equalTo("APPLICATION"))
                .body("git_repository.url", equalTo("https://git.example/team/shop.git"))
                .body("git_repository.owner", equalTo("team"))
                .body("git_repository.name", equalTo("shop"))
                .body("git_repository.provider", equalTo("GITHUB"))
                .body("git_repository.root_path", equalTo("/"))
                .body("build_mode", equalTo("DOCKER"))
                .body("dockerfile_path", equalTo("docker/Dockerfile"))
                .body("maximun_gpu", equalTo(0))
                .body("auto_preview", equalTo(true))
                .body("icon_uri", equalTo("app://qovery-console/application"))
                .body("min_running_instances", equalTo(2))
                .body("max_running_instances", equalTo(-1))
                .body("arguments", contains("--fast", "a b"))
                .body("healthchecks.readiness_probe.type.http.path", equalTo("/ready"))
                .body("healthchecks.readiness_probe.type.http.scheme", equalTo("HTTP"))
                .body("healthchecks.readiness_probe.type.tcp", nullValue())
                .body("healthchecks.readiness_probe.failure_threshold", equalTo(9))
                .body("healthchecks.liveness_probe", nullValue());
    }

    @Test
    void shouldKeepWhatAnEditOfAnApplicationDoesNotName() {
        String environment = Api.environment();
        String id = newService(
                environment,
                "application",
                with(
                        application("shop"),
                        "description",
                        "sells",
                        "dockerfile_path",
                        "Dockerfile.prod",
                        "cpu",
                        700,
                        "ports",
                        List.of(Map.of("internal_port", 80, "publicly_accessible", true))));

        put("/application/" + id, Map.of("healthchecks", Map.of(), "memory", 900))
                .then()
                .statusCode(200)
                .body("name", equalTo("shop"))
                .body("description", equalTo("sells"))
                .body("dockerfile_path", equalTo("Dockerfile.prod"))
                .body("cpu", equalTo(700))
                .body("memory", equalTo(900))
                .body("ports.internal_port", contains(80))
                .body("git_repository.branch", equalTo("main"));
        Map<String, Object> cleared = new HashMap<>(Map.of("healthchecks", Map.of()));
        cleared.put("dockerfile_path", null);
        put("/application/" + id, cleared).then().statusCode(200).body("dockerfile_path", nullValue());
        put("/application/" + id, Map.of("name", "x"))
                .then()
                .statusCode(400)
                .body("message", equalTo("'healthchecks' is required"));
    }

    @Test
    void shouldMakeALifecycleJobThatAnswersOnlyWithWhatIsOn() {
        String environment = Api.environment();
        Map<String, Object> schedule = new HashMap<>();
        schedule.put("on_start", Map.of());
        schedule.put("on_stop", null);
        schedule.put("on_delete", Map.of("entrypoint", "/bin/sh", "arguments", List.of("-c", "bye")));
        Map<String, Object> request = with(lifecycleJob("seed"), "schedule", schedule, "max_nb_restart", 2);
        request.put("port", null);
        Response created = post("/environment/" + environment + "/job", request);

        created.then()
                .statusCode(201)
                .body("job_type", equalTo("LIFECYCLE"))
                .body("service_type", equalTo("JOB"))
                .body("icon_uri", equalTo("app://qovery-console/lifecycle-job"))
                .body("schedule.on_start.arguments", equalTo(List.of()))
                .body("schedule.on_delete.entrypoint", equalTo("/bin/sh"))
                .body("schedule.lifecycle_type", equalTo("GENERIC"))
                .body("schedule", not(hasKey("on_stop")))
                .body("schedule", not(hasKey("cronjob")))
                .body("source", not(hasKey("docker")))
                .body("source.image.image_name", equalTo("library/job"))
                .body("source.image.registry.id", equalTo(Api.REGISTRY))
                .body("max_nb_restart", equalTo(2))
                .body("max_duration_seconds", equalTo(0))
                .body("port", nullValue());
        get("/environment/" + environment + "/deploymentStage")
                .then()
                .body("results[1].services.service_id", contains(created.<String>path("id")));
    }

    @Test
    void shouldMakeACronJobFromGit() {
        String environment = Api.environment();
        Response created = post(
                "/environment/" + environment + "/job",
                with(
                        cronJob("nightly"),
                        "source",
                        Map.of(
                                "docker",
                                Map.of(
                                        "git_repository",
                                        Map.of("url", "git@git.example:team/jobs.git", "provider", "GITLAB"),
                                        "dockerfile_raw",
                                        "FROM scratch\n"))));

        created.then()
                .statusCode(201)
                .body("job_type", equalTo("CRON"))
                .body("icon_uri", equalTo("app://qovery-console/cron-job"))
                .body("schedule.cronjob.scheduled_at", equalTo("*/5 * * * *"))
                .body("schedule.cronjob.timezone", equalTo("Etc/UTC"))
                .body("schedule", not(hasKey("on_start")))
                .body("source", not(hasKey("image")))
                .body("source.docker.git_repository.name", equalTo("jobs"))
                .body("source.docker.dockerfile_raw", equalTo("FROM scratch\n"))
                .body("source.docker.dockerfile_path", nullValue());

        String id = created.path("id");
        put("/job/" + id, lifecycleJob("nightly"))
                .then()
                .statusCode(400)
                .body("message", containsString("'schedule' cannot turn"));
        put("/job/" + id, with(cronJob("hourly"), "cpu", 50))
                .then()
                .statusCode(200)
                .body("name", equalTo("hourly"))
                .body("cpu", equalTo(50))
                .body("source", hasKey("image"))
                .body("source", not(hasKey("docker")));
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL,5432,100", "MYSQL,3306,512", "MONGODB,27017,256", "REDIS,6379,100"})
    void shouldMakeADatabaseWithBuiltInVariables(String type, int port, int memory) {
        String environment = Api.environment();
        Response created = post("/environment/" + environment + "/database", with(database("db"), "type", type));
        String id = created.path("id");
        String shortId = id.substring(0, 8);

        created.then()
                .statusCode(201)
                .body("type", equalTo(type))
                .body("mode", equalTo("CONTAINER"))
                .body("accessibility", equalTo("PRIVATE"))
                .body("service_type", equalTo("DATABASE"))
                .body("cpu", equalTo(250))
                .body("memory", equalTo(memory))
                .body("storage", equalTo(10))
                .body("port", equalTo(port))
                .body("host", equalTo("z" + shortId + "-" + type.toLowerCase(java.util.Locale.ROOT)))
                .body("$", not(hasKey("password")));

        String prefix = "QOVERY_" + type + "_Z" + shortId.toUpperCase(java.util.Locale.ROOT) + "_";
        Response variables = get("/variable?scope=ENVIRONMENT&parent_id=" + environment);
        Map<String, Map<String, Object>> byKey = new HashMap<>();
        variables.<List<Map<String, Object>>>path("results").forEach(v -> byKey.put((String) v.get("key"), v));
        assertThat(byKey.get(prefix + "PORT")).containsEntry("value", Integer.toString(port));
        assertThat(byKey.get(prefix + "HOST_INTERNAL")).containsEntry("service_id", id);
        for (String secret : List.of("PASSWORD", "DATABASE_URL", "DATABASE_URL_INTERNAL")) {
            assertThat(byKey.get(prefix + secret))
                    .containsEntry("value", null)
                    .containsEntry("is_secret", true)
                    .containsEntry("variable_type", "BUILT_IN");
        }
    }

    @Test
    void shouldKeepWhatAnEditOfADatabaseDoesNotName() {
        String environment = Api.environment();
        String id = newService(environment, "database", with(database("db"), "storage", 20));

        put("/database/" + id, Map.of("cpu", 300))
                .then()
                .statusCode(200)
                .body("name", equalTo("db"))
                .body("version", equalTo("16"))
                .body("cpu", equalTo(300))
                .body("storage", equalTo(20));
        put("/database/" + id, Map.of()).then().statusCode(200).body("cpu", equalTo(300));
        get("/database/" + id).then().statusCode(200).body("cpu", equalTo(300));
        put("/database/" + id, Map.of("storage", 10))
                .then()
                .statusCode(400)
                .body("message", containsString("'storage'"));
        put("/database/" + id, Map.of("accessibility", "PUBLIC", "version", "17"))
                .then()
                .body("accessibility", equalTo("PUBLIC"))
                .body("version", equalTo("17"));
    }

    @Test
    void shouldListServicesByTypeAndAllTogether() {
        String environment = Api.environment();
        String container = newService(environment, "container", container("a"));
        String application = newService(environment, "application", application("b"));
        String job = newService(environment, "job", lifecycleJob("c"));
        String database = newService(environment, "database", database("d"));

        get("/environment/" + environment + "/container").then().body("results.id", contains(container));
        get("/environment/" + environment + "/application").then().body("results.id", contains(application));
        get("/environment/" + environment + "/job").then().body("results.id", contains(job));
        get("/environment/" + environment + "/database").then().body("results.id", contains(database));
        get("/environment/" + environment + "/services")
                .then()
                .body("results.id", contains(container, application, job, database))
                .body("results.service_type", contains("CONTAINER", "APPLICATION", "JOB", "DATABASE"));
        get("/application/" + container).then().statusCode(404);
        put("/job/" + database, lifecycleJob("x")).then().statusCode(404);
        get("/service/" + job + "/deploymentStage").then().body("name", equalTo("1.DEFAULT JOB"));
        get("/organization/" + Api.ORGANIZATION + "/containerRegistry/" + Api.REGISTRY)
                .then()
                .body("associated_services_count", org.hamcrest.Matchers.greaterThanOrEqualTo(2));
    }

    @Test
    void shouldRefuseANameThatAnyServiceOfTheEnvironmentHas() {
        String environment = Api.environment();
        newService(environment, "container", container("Web"));
        String other = newService(environment, "application", application("other"));

        for (String kind : List.of("container", "application", "job", "database")) {
            Map<String, Object> body = switch (kind) {
                case "container" -> container(" wEB ");
                case "application" -> application("WEB");
                case "job" -> lifecycleJob("web");
                default -> database("web");
            };
            post("/environment/" + environment + "/" + kind, body)
                    .then()
                    .statusCode(409)
                    .body("message", containsString("already taken"));
        }
        put("/application/" + other, Map.of("name", "web", "healthchecks", Map.of()))
                .then()
                .statusCode(409);
        put("/application/" + other, Map.of("name", "OTHER", "healthchecks", Map.of()))
                .then()
                .statusCode(200);
        post("/environment/" + Api.environment() + "/container", container("Web"))
                .then()
                .statusCode(201);
    }

    @Test
    void shouldRefuseTheRegistryOfNobody() {
        post("/environment/" + Api.environment() + "/container", with(container("a"), "registry_id", UUID.randomUUID()))
                .then()
                .statusCode(400)
                .body("message", containsString("'registry_id'"));
    }

    @ParameterizedTest(name = "{0} without {1}")
    @MethodSource("requiredFields")
    void shouldNameARequiredFieldThatIsMissing(String kind, String field, Map<String, Object> valid) {
        post("/environment/" + Api.environment() + "/" + kind, without(valid, field))
                .then()
                .statusCode(400)
                .body("message", equalTo("'" + field + "' is required"));
    }

    static Stream<Arguments> requiredFields() {
        return Stream.of(
                        Map.entry("container", List.of("name", "registry_id", "image_name", "tag", "healthchecks")),
                        Map.entry("application", List.of("name", "git_repository", "healthchecks")),
                        Map.entry("job", List.of("name", "source", "schedule", "healthchecks")),
                        Map.entry("database", List.of("name", "type", "version", "mode")))
                .flatMap(kind -> kind.getValue().stream()
                        .map(field -> Arguments.of(kind.getKey(), field, valid(kind.getKey()))));
    }

    /** Every field of every request with values of a wrong type or out of bounds. */
    @ParameterizedTest(name = "{0}.{1} = {2}")
    @MethodSource("wrongValues")
    void shouldNameAFieldWithAWrongValue(String kind, String field, Object value) {
        // What is wrong with a body is told before the environment is looked for.
        post("/environment/" + UUID.randomUUID() + "/" + kind, with(valid(kind), field, value))
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("error", equalTo("Bad Request"))
                .body("message", matchesPattern("(?s).*'" + field + "(\\[\\d+\\])?(\\.[a-z_.\\[\\]0-9]+)?' .*"));
    }

    static Stream<Arguments> wrongValues() {
        List<Object> noText = List.of(7, true, List.of("x"), Map.of("a", "b"));
        List<Object> noNumber = List.of("7", 1.5, true, List.of(1), -2, 1e12);
        List<Object> noBool = List.of("true", 1, List.of());
        List<Object> noObject = List.of("x", 1, List.of());
        List<Object> noList = List.of("x", 1, Map.of("a", 1));
        List<Object> noEnum = List.of("NONSENSE", "", 1, List.of(), "default");
        Map<String, Map<String, List<Object>>> fields = Map.of(
                "container",
                        Map.ofEntries(
                                Map.entry("name", joined(noText, "", " ", "x".repeat(256))),
                                Map.entry("description", joined(noText, "x".repeat(10_001))),
                                Map.entry("registry_id", joined(noText, "", "local")),
                                Map.entry("image_name", joined(noText, "", "UPPER", "a b", "../x", "a:b", "host/../x")),
                                Map.entry("tag", joined(noText, "", "a b", "-x", "x".repeat(129), "../x")),
                                Map.entry("cpu", joined(noNumber, 0, 1_000_000)),
                                Map.entry("memory", joined(noNumber, 0, 10_000_000)),
                                Map.entry("gpu", noNumber),
                                Map.entry("ephemeral_storage_in_gib", noNumber),
                                Map.entry("cpu_architecture", noEnum),
                                Map.entry("min_running_instances", noNumber),
                                Map.entry("max_running_instances", joined(noNumber, 0)),
                                Map.entry("auto_preview", noBool),
                                Map.entry("auto_deploy", noBool),
                                Map.entry("entrypoint", noText),
                                Map.entry("arguments", joined(noList, List.of(1), List.of("x".repeat(70_000)))),
                                Map.entry("icon_uri", joined(noText, "no uri", "relative")),
                                Map.entry("annotations_groups", joined(noList, List.of(Map.of("id", "x")))),
                                Map.entry("labels_groups", joined(noList, List.of(Map.of("id", "x")))),
                                Map.entry("autoscaling", List.of(Map.of("mode", "KEDA"))),
                                Map.entry(
                                        "healthchecks",
                                        joined(
                                                noObject,
                                                probe("x"),
                                                probe(Map.of()),
                                                probe(Map.of("type", Map.of())),
                                                probe(Map.of("type", Map.of("tcp", Map.of("port", 0)))),
                                                probe(Map.of("type", Map.of("exec", Map.of("command", List.of())))),
                                                probe(Map.of("type", Map.of("http", Map.of("port", 1, "path", "x")))),
                                                probe(Map.of(
                                                        "type", Map.of("http", Map.of("port", 1, "scheme", "GOPHER")))),
                                                probe(Map.of(
                                                        "type",
                                                        Map.of("tcp", Map.of("port", 1), "grpc", Map.of("port", 1)))),
                                                probe(Map.of(
                                                        "type",
                                                        Map.of("tcp", Map.of("port", 1)),
                                                        "period_seconds",
                                                        0)))),
                                Map.entry(
                                        "ports",
                                        joined(
                                                noList,
                                                List.of("x"),
                                                port("internal_port", 0),
                                                port("internal_port", 65_536),
                                                port("internal_port", "80"),
                                                port("external_port", 0),
                                                port("publicly_accessible", "yes"),
                                                port("protocol", "SCTP"),
                                                port("is_default", 1),
                                                port("id", "x"),
                                                port("name", 1),
                                                List.of(Map.of()),
                                                List.of(port(1), port(1)))),
                                Map.entry(
                                        "storage",
                                        joined(
                                                noList,
                                                List.of(Map.of()),
                                                volume("size", 0),
                                                volume("type", "SLOW"),
                                                volume("mount_point", "relative"),
                                                volume("mount_point", "/a/../b"),
                                                volume("mount_point", "/")))),
                "application",
                        Map.of(
                                "git_repository",
                                        joined(
                                                noObject,
                                                Map.of(),
                                                repository("url", ""),
                                                repository("url", "no url"),
                                                repository("url", "https://user:secret@git.example/a"),
                                                repository("url", "--upload-pack=x"),
                                                repository("provider", "SVN"),
                                                repository("branch", "-x"),
                                                repository("branch", "a..b"),
                                                repository("root_path", "../.."),
                                                repository("root_path", "a/../../b"),
                                                repository("git_token_id", "no id")),
                                "build_mode", noEnum,
                                "dockerfile_path", joined(noText, "../Dockerfile", "a/../../b"),
                                "docker_target_build_stage", noText,
                                "cpu", noNumber),
                "job",
                        Map.of(
                                "source",
                                        joined(
                                                noObject,
                                                Map.of(),
                                                Map.of("image", image(), "docker", Map.of()),
                                                Map.of("image", "x"),
                                                Map.of("image", Map.of()),
                                                Map.of("docker", Map.of()),
                                                Map.of("docker", Map.of("git_repository", repository("url", "x"))),
                                                Map.of(
                                                        "docker",
                                                        Map.of(
                                                                "git_repository",
                                                                repository("branch", "b"),
                                                                "dockerfile_raw",
                                                                "F",
                                                                "dockerfile_path",
                                                                "D"))),
                                "schedule",
                                        joined(
                                                noObject,
                                                Map.of(),
                                                Map.of("cronjob", Map.of()),
                                                cron("* * * *"),
                                                cron("61 * * * *"),
                                                cron("@daily"),
                                                Map.of(
                                                        "cronjob",
                                                        Map.of("scheduled_at", "* * * * *", "timezone", "Mars/Base")),
                                                Map.of("on_start", "x"),
                                                Map.of("on_start", Map.of("arguments", "x")),
                                                Map.of("on_start", Map.of(), "lifecycle_type", "ANSIBLE"),
                                                Map.of(
                                                        "on_start",
                                                        Map.of(),
                                                        "cronjob",
                                                        Map.of("scheduled_at", "* * * * *"))),
                                "max_nb_restart", noNumber,
                                "max_duration_seconds", noNumber,
                                "port", joined(noNumber, 0, 65_536)),
                "database",
                        Map.of(
                                "type", noEnum,
                                "mode", joined(noEnum, "MANAGED"),
                                "version", joined(noText, "", "../x", "16 alpine"),
                                "accessibility", noEnum,
                                "cpu", noNumber,
                                "memory", noNumber,
                                "storage", joined(noNumber, 0)));
        return fields.entrySet().stream()
                .flatMap(kind -> kind.getValue().entrySet().stream()
                        .flatMap(field -> field.getValue().stream()
                                .map(value -> Arguments.of(kind.getKey(), field.getKey(), value))));
    }

    @Test
    void shouldNameEveryInvalidFieldAtOnce() {
        String message = post(
                        "/environment/" + Api.environment() + "/container",
                        Map.of("name", 1, "cpu", "many", "ports", List.of(Map.of("internal_port", 0)), "tag", "a b"))
                .then()
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(List.of(message.split("; ")))
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactlyInAnyOrder(
                        "'name'",
                        "'cpu'",
                        "'ports[0].internal_port'",
                        "'ports[0].publicly_accessible'",
                        "'tag'",
                        "'registry_id'",
                        "'image_name'",
                        "'healthchecks'");
    }

    @Test
    void shouldNotNameStagesOfOtherEnvironmentsWhenListing() {
        String one = Api.environment();
        newService(one, "container", container("a"));

        get("/environment/" + Api.environment() + "/services").then().body("results", equalTo(List.of()));
        get("/environment/" + one + "/services").then().body("results.name", containsInAnyOrder("a"));
    }

    private static Map<String, Object> valid(String kind) {
        return switch (kind) {
            case "container" -> container("valid");
            case "application" -> application("valid");
            case "job" -> lifecycleJob("valid");
            case "database" -> database("valid");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static List<Object> joined(List<Object> some, Object... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static Map<String, Object> probe(Object probe) {
        return Map.of("liveness_probe", probe);
    }

    private static Map<String, Object> port(int internal) {
        return Map.of("internal_port", internal, "publicly_accessible", true);
    }

    private static List<Object> port(String field, Object value) {
        return List.of(with(port(80), field, value));
    }

    private static List<Object> volume(String field, Object value) {
        return List.of(with(Map.of("type", "FAST_SSD", "size", 1, "mount_point", "/data"), field, value));
    }

    private static Map<String, Object> repository(String field, Object value) {
        return with(Map.of("url", "https://git.example/a/b", "provider", "GITHUB"), field, value);
    }

    private static Map<String, Object> cron(String expression) {
        return Map.of("cronjob", Map.of("scheduled_at", expression));
    }
}
