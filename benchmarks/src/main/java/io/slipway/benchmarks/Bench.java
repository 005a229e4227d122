package io.slipway.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.slipway.events.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The benchmark: broker, database, orchestrator, aggregator and gateway as processes of their own, fake workers that
 * answer at once.
 *
 * <p>System property {@code slipway.root} is the root of the checkout, where the services' jars are. Argument: the
 * directory for data and the report.
 */
public final class Bench {

    private static final int STAGES = 3;
    private static final int SERVICES_PER_STAGE = 8;
    private static final int IN_FLIGHT = 32;
    private static final int WARM_UP_DEPLOYMENTS = 2_000;
    private static final int SINGLE_DEPLOYMENTS = 250;
    private static final int MANY_DEPLOYMENTS = 1_500;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final String STARTED = "Listening on";

    private final Path root;
    private final Path work;

    private Bench(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    /** Runs the benchmark; prints a table and JSON and writes the JSON into the output directory. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(System.getProperty("slipway.root", "."))
                .toAbsolutePath()
                .normalize();
        Path output = args.length > 0
                ? Path.of(args[0]).toAbsolutePath().normalize()
                : root.resolve(".slipway").resolve("bench");
        Files.createDirectories(output);
        Path work = Files.createTempDirectory(output, "run-");
        Report report = new Bench(root, work).run();
        System.out.println(report.table());
        String json = EventJson.mapper()
                .writer()
                .with(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(report);
        System.out.println(json);
        Files.writeString(output.resolve("bench.json"), json);
        delete(work);
    }

    private Report run() throws Exception {
        List<Report.Line> lines = new ArrayList<>();
        String startedAt = Instant.now().toString();
        say("starting the broker");
        try (ChildProcess broker = ChildProcess.start(
                "broker",
                work,
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        work.resolve("kafka").toString()))) {
            Clients clients = new Clients(broker.awaitLine(BrokerMain.READY, START_TIMEOUT));
            say("measuring the floor: bare round trips");
            Histogram floor = RoundTrip.measure(clients, 2_000, 2_000);
            lines.add(Report.Line.plain("bare produce/consume round trip, p50", millis(floor, 50), "ms"));
            lines.add(Report.Line.plain("bare produce/consume round trip, p99", millis(floor, 99), "ms"));
            Services services = new Services(root, work, clients);
            try (ChildProcess orchestrator = services.start("pipeline-orchestrator")) {
                orchestrator.awaitLine(STARTED, START_TIMEOUT);
                pipeline(clients, floor, lines);
            }
            fold(services, lines);
            lines.addAll(new RestPart(services, Bench::say).measure());
        }
        return new Report(
                startedAt,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                lines);
    }

    private void pipeline(Clients clients, Histogram floor, List<Report.Line> lines) throws Exception {
        try (FakeWorkers workers = new FakeWorkers(clients, SERVICES_PER_STAGE);
                Driver driver = new Driver(clients)) {
            List<String> environments = driver.createEnvironments(IN_FLIGHT, STAGES, SERVICES_PER_STAGE);
            say("warming up: " + WARM_UP_DEPLOYMENTS + " deployments");
            driver.deploy(environments, WARM_UP_DEPLOYMENTS);

            say("one deployment in flight: " + SINGLE_DEPLOYMENTS + " deployments");
            workers.resetTransitions();
            driver.deploy(environments.subList(0, 1), SINGLE_DEPLOYMENTS);
            Histogram single = workers.transitions();
            lines.add(Report.Line.atMost(
                    "stage transition, one in flight, p50", millis(single, 50), "ms", millis(floor, 50), 5));
            lines.add(Report.Line.atMost(
                    "stage transition, one in flight, p99", millis(single, 99), "ms", millis(floor, 99), 25));

            say(IN_FLIGHT + " deployments in flight: " + MANY_DEPLOYMENTS + " deployments");
            workers.resetTransitions();
            Duration many = driver.deploy(environments, MANY_DEPLOYMENTS);
            lines.add(Report.Line.atLeast(
                    "deployments of " + STAGES + " stages x " + SERVICES_PER_STAGE + " services, " + IN_FLIGHT
                            + " in flight",
                    MANY_DEPLOYMENTS / (many.toNanos() / 1e9),
                    "per second",
                    100));
            Histogram loaded = workers.transitions();
            lines.add(Report.Line.compared(
                    "stage transition, " + IN_FLIGHT + " in flight, p50", millis(loaded, 50), "ms", millis(floor, 50)));
            lines.add(Report.Line.compared(
                    "stage transition, " + IN_FLIGHT + " in flight, p99", millis(loaded, 99), "ms", millis(floor, 99)));
        }
    }

    private void fold(Services services, List<Report.Line> lines) throws Exception {
        say("folding the status events");
        Clients clients = services.clients();
        try (ChildProcess aggregator = services.start("status-aggregator")) {
            FoldRate.Rate fold = FoldRate.fold(clients, "status-aggregator");
            aggregator.awaitLine(STARTED, START_TIMEOUT);
            FoldRate.Rate bare = FoldRate.bareRead(clients);
            lines.add(Report.Line.compared(
                    "status events folded into environment status", fold.perSecond(), "per second", bare.perSecond()));
        }
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    private static void say(String text) {
        System.err.println("bench: " + text);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
