package io.slipway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.postgres.EmbeddedPostgres;
import io.slipway.platform.stack.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * The REST interface: how fast statuses are read and deployments started, beside what the same server does for a request
 * that asks for nothing, and the same database for one row.
 */
final class RestPart {

    private static final int CALLERS = 16;
    private static final int READ_ENVIRONMENTS = 4;
    private static final int READ_SERVICES = 24;
    private static final int START_ENVIRONMENTS = 64;
    private static final int ROW_BYTES = 500;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STARTED = "Listening on: ";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Services services;
    private final Consumer<String> say;

    RestPart(Services services, Consumer<String> say) {
        this.services = services;
        this.say = say;
    }

    List<Report.Line> measure() throws Exception {
        say.accept("starting PostgreSQL, the gateway and the pipeline");
        Path keyset = services.work().resolve("keyset.json");
        Path tokenFile = services.work().resolve("token");
        Credentials.createKeysetIfMissing(keyset);
        Credentials.createTokenIfMissing(tokenFile);
        String token = Files.readString(tokenFile).strip();
        try (EmbeddedPostgres database = EmbeddedPostgres.start(services.work().resolve("postgresql"), 0);
                ChildProcess orchestrator = services.start("pipeline-orchestrator");
                ChildProcess aggregator = services.start("status-aggregator");
                ChildProcess gateway = services.start(
                        "api-gateway",
                        "quarkus.datasource.reactive.url=" + database.uri(),
                        "quarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                        "quarkus.datasource.username=" + database.username(),
                        "quarkus.datasource.password=" + database.password(),
                        "slipway.bootstrap-token-file=" + tokenFile,
                        "slipway.secrets.keyset-file=" + keyset)) {
            orchestrator.awaitLine(STARTED, START_TIMEOUT);
            aggregator.awaitLine(STARTED, START_TIMEOUT);
            URI server = address(gateway.awaitLine(STARTED, START_TIMEOUT));
            try (SlipwayClient client = new SlipwayClient(server.toString(), token)) {
                return measure(server, token, database, new Environments(client));
            }
        }
    }

    /** The line goes on after the address, as it is JSON. */
    private static URI address(String line) {
        return URI.create(line.split("[^A-Za-z0-9:/.]", 2)[0]);
    }

    private List<Report.Line> measure(URI server, String token, EmbeddedPostgres database, Environments environments)
            throws Exception {
        say.accept("making " + (READ_ENVIRONMENTS + START_ENVIRONMENTS) + " environments");
        List<String> read = environments.create(READ_ENVIRONMENTS, READ_SERVICES);
        List<String> start = environments.create(START_ENVIRONMENTS, 1);
        try (FakeWorkers workers = new FakeWorkers(services.clients(), 1);
                FreeEnvironments free = new FreeEnvironments(services.clients(), start)) {
            environments.deploy(read);

            say.accept("measuring the floors: a request that asks for nothing, and one row");
            Load.Pair bare = Load.measure(
                    CALLERS, () -> new Requests(server, HttpConnection.request("GET", "/q/health/live", token)));
            Load.Pair row = rows(database);

            say.accept("reading statuses");
            AtomicInteger next = new AtomicInteger();
            Load.Pair reads = Load.measure(
                    CALLERS,
                    () -> new Requests(
                            server,
                            HttpConnection.request(
                                    "GET",
                                    "/environment/" + read.get(next.getAndIncrement() % read.size()) + "/statuses",
                                    token)));

            say.accept("starting deployments");
            Load.Pair starts = Load.measure(CALLERS, () -> new Starts(server, token, free));
            workers.transitions();
            return lines(bare, row, reads, starts);
        }
    }

    private static List<Report.Line> lines(Load.Pair bare, Load.Pair row, Load.Pair reads, Load.Pair starts) {
        List<Report.Line> lines = new ArrayList<>();
        String callers = ", " + CALLERS + " callers";
        lines.add(Report.Line.plain(
                "bare GET (/q/health/live)" + callers, bare.many().perSecond(), "per second"));
        lines.add(
                Report.Line.plain("bare insert and commit" + callers, row.many().perSecond(), "per second"));
        add(lines, "statuses of " + READ_SERVICES + " services read", callers, reads, bare);
        add(lines, "deployments started", callers, starts, row);
        return lines;
    }

    private static void add(List<Report.Line> lines, String what, String callers, Load.Pair load, Load.Pair floor) {
        lines.add(Report.Line.compared(
                what + callers,
                load.many().perSecond(),
                "per second",
                floor.many().perSecond()));
        for (double percentile : new double[] {50, 99}) {
            lines.add(latency(
                    what + callers,
                    percentile,
                    load.many().micros(),
                    floor.many().micros()));
        }
        for (double percentile : new double[] {50, 99}) {
            lines.add(latency(
                    what + ", one caller",
                    percentile,
                    load.single().micros(),
                    floor.single().micros()));
        }
    }

    private static Report.Line latency(String what, double percentile, Histogram micros, Histogram floor) {
        return Report.Line.compared(
                what + ", p" + (int) percentile,
                micros.getValueAtPercentile(percentile) / 1_000.0,
                "ms",
                floor.getValueAtPercentile(percentile) / 1_000.0);
    }

    private static Load.Pair rows(EmbeddedPostgres database) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table bench_row (id uuid primary key, content text not null)");
        }
        return Load.measure(CALLERS, () -> new Rows(database.connect()));
    }

    /** Asks for the same again and again. */
    private static final class Requests implements Load.Caller {

        private final HttpConnection connection;
        private final byte[] request;

        Requests(URI server, byte[] request) throws IOException {
            this.connection = new HttpConnection(server);
            this.request = request;
        }

        @Override
        public long once() throws IOException {
            long start = System.nanoTime();
            connection.exchange(request, OK);
            return (System.nanoTime() - start) / 1_000;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Asks for a deployment of an environment that has none under way. */
    private record Starts(HttpConnection connection, String token, FreeEnvironments free) implements Load.Caller {

        Starts(URI server, String token, FreeEnvironments free) throws IOException {
            this(new HttpConnection(server), token, free);
        }

        @Override
        public long once() throws Exception {
            byte[] request = HttpConnection.request("POST", "/environment/" + free.take() + "/deploy", token);
            long start = System.nanoTime();
            connection.exchange(request, ACCEPTED);
            return (System.nanoTime() - start) / 1_000;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Inserts a row and commits, as the smallest thing that a start of a deployment could be. */
    private record Rows(Connection connection, PreparedStatement insert) implements Load.Caller {

        private static final String CONTENT = "x".repeat(ROW_BYTES);

        Rows(Connection connection) throws SQLException {
            this(connection, connection.prepareStatement("insert into bench_row (id, content) values (?, ?)"));
        }

        @Override
        public long once() throws SQLException {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, CONTENT);
            long start = System.nanoTime();
            insert.executeUpdate();
            return (System.nanoTime() - start) / 1_000;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** Environments made through the interface. */
    private static final class Environments {

        private final SlipwayClient client;
        private final String project;
        private final String registry;

        Environments(SlipwayClient client) {
            this.client = client;
            String organization =
                    client.get("/organization").at("/results/0/id").asText();
            this.registry = client.get("/organization/" + organization + "/containerRegistry")
                    .at("/results/0/id")
                    .asText();
            this.project = client.post(
                            "/organization/" + organization + "/project",
                            SlipwayClient.object().put("name", "bench"))
                    .get("id")
                    .asText();
        }

        /** Ids of new environments with so many containers each. */
        List<String> create(int count, int containers) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = client.post(
                                "/project/" + project + "/environment",
                                SlipwayClient.object().put("name", "bench-" + containers + "-" + i))
                        .get("id")
                        .asText();
                for (int container = 0; container < containers; container++) {
                    client.post("/environment/" + id + "/container", container("service-" + container));
                }
                ids.add(id);
            }
            return ids;
        }

        private ObjectNode container(String name) {
            ObjectNode body = SlipwayClient.object()
                    .put("name", name)
                    .put("registry_id", registry)
                    .put("image_name", "bench/" + name)
                    .put("tag", "1");
            body.putObject("healthchecks");
            return body;
        }

        /** Deploys environments and waits until all of that is shown. */
        void deploy(List<String> ids) throws InterruptedException {
            ids.forEach(id -> client.post("/environment/" + id + "/deploy", SlipwayClient.object()));
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (String id : ids) {
                JsonNode status = client.get("/environment/" + id + "/status");
                while (!status.get("state").asText().equals("DEPLOYED")) {
                    if (System.nanoTime() > end) {
                        throw new IllegalStateException("not deployed within " + PATIENCE + ": " + status);
                    }
                    TimeUnit.MILLISECONDS.sleep(50);
                    status = client.get("/environment/" + id + "/status");
                }
            }
        }
    }
}
