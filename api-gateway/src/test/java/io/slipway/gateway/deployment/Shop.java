package io.slipway.gateway.deployment;

import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.StatusEvent;
import io.slipway.gateway.testing.Api;
import io.slipway.kit.kafka.EventPublisher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An environment with one service of each type, made through the API. */
final class Shop {

    final String environment;
    final String database;
    final String job;
    final String cron;
    final String container;
    final String application;

    Shop() {
        environment = Api.environment();
        database = make("database", Map.of("name", "db", "type", "POSTGRESQL", "version", "16", "mode", "CONTAINER"));
        job = make(
                "job",
                Map.of(
                        "name",
                        "seed",
                        "healthchecks",
                        Map.of(),
                        "source",
                        Map.of("image", image()),
                        "schedule",
                        Map.of(
                                "on_start",
                                Map.of("entrypoint", "/bin/sh", "arguments", List.of("-c", "seed")),
                                "on_delete",
                                Map.of())));
        cron = make(
                "job",
                Map.of(
                        "name",
                        "tick",
                        "healthchecks",
                        Map.of(),
                        "source",
                        Map.of("image", image()),
                        "schedule",
                        Map.of("cronjob", Map.of("scheduled_at", "*/5 * * * *", "timezone", "Etc/UTC"))));
        Map<String, Object> web = new LinkedHashMap<>(image());
        web.put("name", "web");
        web.put("healthchecks", Map.of());
        container = make("container", web);
        application = make(
                "application",
                Map.of(
                        "name",
                        "app",
                        "healthchecks",
                        Map.of(),
                        "git_repository",
                        Map.of("url", "https://git.example/app.git", "branch", "main", "provider", "GITHUB")));
    }

    String path(String more) {
        return "/environment/" + environment + more;
    }

    FakePipeline pipeline(EventPublisher publisher) {
        return new FakePipeline(
                publisher,
                environment,
                List.of(
                        stage("DATABASE", FakePipeline.member(database, "db", ServiceKind.DATABASE)),
                        stage(
                                "JOB",
                                FakePipeline.member(job, "seed", ServiceKind.LIFECYCLE_JOB),
                                FakePipeline.member(cron, "tick", ServiceKind.CRON_JOB)),
                        stage("CONTAINER", FakePipeline.member(container, "web", ServiceKind.CONTAINER)),
                        stage("APPLICATION", FakePipeline.member(application, "app", ServiceKind.APPLICATION))));
    }

    private StatusEvent.Stage stage(String suffix, StatusEvent.Member... members) {
        List<Map<String, Object>> stages = Api.get(path("/deploymentStage"))
                .then()
                .statusCode(200)
                .extract()
                .path("results");
        Map<String, Object> stage = stages.stream()
                .filter(s -> s.get("name").toString().endsWith(suffix))
                .findFirst()
                .orElseThrow();
        return new StatusEvent.Stage(
                stage.get("id").toString(), stage.get("name").toString(), List.of(members));
    }

    private String make(String type, Map<String, Object> body) {
        return Api.post(path("/" + type), body).then().statusCode(201).extract().path("id");
    }

    private static Map<String, Object> image() {
        return Map.of("image_name", "demo/web", "tag", "1.0", "registry_id", Api.REGISTRY);
    }
}
