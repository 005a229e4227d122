package io.slipway.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.platform.client.ApiException;
import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.stack.Installation;
import io.slipway.platform.stack.PortPlan;
import io.slipway.platform.terminal.Screen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The life of the sample environment: created through REST, deployed, checked, stopped and deleted. What an earlier run
 * left is deleted first.
 */
public final class Demo {

    private static final Duration DEPLOY_PATIENCE = Duration.ofMinutes(6);
    private static final Duration END_PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOG_PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int ERROR_LINES = 25;

    private final Installation installation;
    private final PortPlan ports;
    private final SlipwayClient client;
    private final Screen screen;
    private final Stopwatch stopwatch;
    private final Reach reach;
    private final Sample sample;

    /** The demo against the gateway that {@code client} speaks to. */
    public Demo(
            Installation installation,
            PortPlan ports,
            SlipwayClient client,
            Screen screen,
            Stopwatch stopwatch,
            Reach reach) {
        this.installation = installation;
        this.ports = ports;
        this.client = client;
        this.screen = screen;
        this.stopwatch = stopwatch;
        this.reach = reach;
        this.sample = Sample.load(installation.samples().resolve("shop"));
    }

    /** The images that the sample starts from. */
    public List<String> images() {
        return sample.images();
    }

    /**
     * Runs it.
     *
     * @param keep leave the environment deployed
     * @param created is told the id of the environment as soon as there is one
     * @throws DemoFailure if something is not as it should be
     */
    public void run(boolean keep, Consumer<String> created) {
        stopwatch.time("clean up", this::deleteLeftovers);
        CreatedSample shop = stopwatch.time("create", this::create);
        created.accept(shop.environmentId());
        DeploymentWatch watch = new DeploymentWatch(client, shop.environmentId(), names(shop), screen);
        heading("Deploying " + shop.services().size() + " services");
        stopwatch.time("deploy", () -> deploy(watch, shop));
        stopwatch.time("check", () -> check(shop));
        if (keep) {
            screen.line("");
            screen.line(
                    "The environment stays (--keep). The next demo replaces it; ./slipway down stops the platform.");
            return;
        }
        heading("Stopping the environment: the job's STOP event runs while the database is still there");
        stopwatch.time("stop", () -> stop(watch, shop));
        heading("Deleting the environment: the job's DELETE event runs");
        stopwatch.time("delete", () -> delete(watch, shop));
    }

    private void deleteLeftovers() {
        String organizationId = client.organizationId();
        Optional<JsonNode> project = client.project(organizationId, sample.projectName());
        if (project.isEmpty()) {
            return;
        }
        screen.line("Deleting what an earlier demo left.");
        String projectId = SlipwayClient.id(project.get());
        for (JsonNode environment : client.environments(projectId)) {
            String id = SlipwayClient.id(environment);
            DeploymentWatch watch = new DeploymentWatch(client, id, Map.of(), Screen.plain(System.err));
            if (watch.now().filter(snapshot -> !snapshot.isFinal()).isPresent()) {
                cancel(id);
                awaitQuiet(watch);
            }
            deleteAndAwait(watch, id);
        }
        client.delete("/project/" + projectId);
    }

    private void cancel(String environmentId) {
        try {
            client.cancel(environmentId, true);
        } catch (ApiException e) {
            // It may have come to its end just now.
        }
    }

    private static void awaitQuiet(DeploymentWatch watch) {
        poll(watch, Snapshot::isFinal, "come to rest");
    }

    private void deleteAndAwait(DeploymentWatch watch, String environmentId) {
        String before = watch.now().map(Snapshot::deploymentId).orElse("");
        client.deleteEnvironment(environmentId);
        Optional<Snapshot> last = poll(
                watch,
                snapshot -> snapshot.isFinal() && !snapshot.deploymentId().equals(before),
                "be deleted");
        if (last.isPresent()) {
            throw new DemoFailure("An environment that an earlier demo left cannot be deleted; it is "
                    + last.get().state() + ". ./slipway logs deploy-worker may tell why.");
        }
    }

    /** Asks until it is so, or the environment is gone. */
    private static Optional<Snapshot> poll(DeploymentWatch watch, Predicate<Snapshot> done, String what) {
        long deadline = System.nanoTime() + END_PATIENCE.toNanos();
        while (true) {
            Optional<Snapshot> snapshot = watch.now();
            if (snapshot.isEmpty() || done.test(snapshot.get())) {
                return snapshot;
            }
            if (System.nanoTime() > deadline) {
                throw new DemoFailure("An environment that an earlier demo left does not " + what + "; it is "
                        + snapshot.get().state());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailure("Interrupted");
            }
        }
    }

    private CreatedSample create() {
        String url = SampleRepository.create(
                sample.repositorySources(), installation.repositories().resolve("shop"));
        CreatedSample shop = sample.create(client, url, sample.projectName());
        screen.line("Created project " + sample.projectName() + " and environment " + sample.environmentName() + " ("
                + shop.environmentId() + ") with " + shop.services().size() + " services; sources at " + url);
        return shop;
    }

    private static Map<String, String> names(CreatedSample shop) {
        return shop.services().values().stream()
                .collect(Collectors.toMap(CreatedSample.Service::id, CreatedSample.Service::name));
    }

    private void deploy(DeploymentWatch watch, CreatedSample shop) {
        Snapshot last = act(watch, () -> client.deploy(shop.environmentId()), DEPLOY_PATIENCE)
                .orElseThrow(() -> new DemoFailure("The environment is gone"));
        require(last, "DEPLOYED", shop);
    }

    private void check(CreatedSample shop) {
        heading("Checking");
        ShopChecks checks = new ShopChecks(client, shop, screen, reach);
        checks.run();
        heading("Output variables of the job");
        checks.outputs()
                .forEach((name, value) ->
                        screen.line(String.format("  %-16s %s", name, value.orElse("******** (secret)"))));
        heading("Addresses");
        checks.addresses()
                .forEach((name, address) -> screen.line(String.format("  %-16s %s", name, reach.hint(address))));
    }

    private void stop(DeploymentWatch watch, CreatedSample shop) {
        String job = shop.service("prepare").id();
        try (LogTopic log = new LogTopic(ports.bootstrapServers(), shop.environmentId())) {
            Snapshot last = act(watch, () -> client.stop(shop.environmentId()), END_PATIENCE)
                    .orElseThrow(() -> new DemoFailure("The environment is gone"));
            require(last, "STOPPED", shop);
            if (!log.has(job, "lifecycle so far: START STOP", LOG_PATIENCE)) {
                throw new DemoFailure("The job's STOP event left no trace in the deployment log");
            }
        }
        screen.line("  ok  the job ran for STOP and found its rows of START and STOP in the database");
    }

    private void delete(DeploymentWatch watch, CreatedSample shop) {
        String job = shop.service("prepare").id();
        try (LogTopic log = new LogTopic(ports.bootstrapServers(), shop.environmentId())) {
            Optional<Snapshot> last = act(watch, () -> client.deleteEnvironment(shop.environmentId()), END_PATIENCE);
            if (last.isPresent()) {
                require(last.get(), "DELETED", shop);
                poll(watch, snapshot -> false, "vanish");
            }
            if (!log.has(job, "lifecycle event: delete", LOG_PATIENCE)) {
                throw new DemoFailure("The job's DELETE event left no trace in the deployment log");
            }
        }
        screen.line("  ok  the job ran for DELETE and the environment is gone");
        client.delete("/project/" + shop.projectId());
    }

    /** Asks for an action and watches until the deployment that it makes is over. */
    private static Optional<Snapshot> act(DeploymentWatch watch, Runnable action, Duration patience) {
        String before = watch.now().map(Snapshot::deploymentId).orElse("");
        action.run();
        return watch.until(
                snapshot -> snapshot.isFinal() && !snapshot.deploymentId().equals(before), patience);
    }

    private void require(Snapshot last, String state, CreatedSample shop) {
        if (last.state().equals(state)) {
            return;
        }
        Map<String, String> names = names(shop);
        String failed = last.services().stream()
                .filter(service -> service.isFailed() || service.state().equals("CANCELED"))
                .map(service -> names.get(service.id()) + " is " + service.state())
                .collect(Collectors.joining(", "));
        for (Snapshot.ServiceState service : last.services()) {
            if (service.isFailed()) {
                printLog(shop.environmentId(), service.id(), names.getOrDefault(service.id(), ""));
            }
        }
        throw new DemoFailure("The environment is " + last.state() + " instead of " + state
                + (failed.isEmpty() ? "" : ": " + failed));
    }

    private void printLog(String environmentId, String serviceId, String name) {
        heading("The end of the log of " + name);
        try {
            List<String> lines = client.get("/environment/" + environmentId + "/logs")
                    .valueStream()
                    .filter(line -> line.path("details")
                            .path("transmitter")
                            .path("id")
                            .asText()
                            .equals(serviceId))
                    .map(Demo::message)
                    .toList();
            lines.subList(Math.max(0, lines.size() - ERROR_LINES), lines.size())
                    .forEach(line -> screen.line("  " + line));
        } catch (ApiException e) {
            screen.line("  " + e.getMessage());
        }
    }

    private static String message(JsonNode line) {
        String text = line.path("message").path("safe_message").asText("");
        return text.isEmpty() ? line.path("error").path("user_log_message").asText("") : text;
    }

    private void heading(String text) {
        screen.line("");
        screen.line(text);
    }
}
