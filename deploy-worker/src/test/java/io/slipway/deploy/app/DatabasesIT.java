package io.slipway.deploy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import io.slipway.deploy.TestEngine;
import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.work.WorkloadCompleted.Result;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.events.work.WorkloadRequested.Target;
import io.slipway.kit.kafka.Cancellations;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.DockerRuntime;
import io.slipway.runtime.docker.DockerSettings;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.WorkloadSettings;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases as they really start, in the images of this machine. */
class DatabasesIT {

    private static final WorkloadSettings SETTINGS = new WorkloadSettings(
            "127.0.0.1",
            27_000,
            28_999,
            "10.216.0.0/16",
            24,
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            1);
    private static final String PASSWORD = "pa55 \"word\\ $HOME";

    private final DockerEngine engine =
            DockerEngine.connect(DockerSettings.local("it-" + UUID.randomUUID().toString()));
    private final DockerRuntime runtime = DockerRuntime.on(engine, SETTINGS);
    private final Deployments deployments = new Deployments(
            Clusters.single(runtime),
            new BracketCipher(),
            DatabasesIT::image,
            new Cancellations(),
            new RecordedLog(),
            Duration.ZERO,
            Clock.systemUTC());
    private long attempts;

    @BeforeEach
    void needEngine() {
        TestEngine.require(engine);
        TestEngine.images(engine, "postgres:15", "mysql:8", "redis:7");
    }

    @AfterEach
    void clean() {
        runtime.close();
        TestEngine.clean(engine);
        engine.close();
    }

    private static String image(DatabaseSpec database) {
        return switch (database.type()) {
            case POSTGRESQL -> "postgres:15";
            case MYSQL -> "mysql:8";
            case MONGODB -> throw new IllegalArgumentException("there is no image of it here");
            case REDIS -> "redis:7";
        };
    }

    private Result run(Target target, Engine type) throws InterruptedException {
        DatabaseSpec database = Samples.database(type, "enc(" + PASSWORD + ")");
        return deployments
                .run(new WorkloadRequested(
                        Samples.step(io.slipway.events.work.StepKind.WORKLOAD, ++attempts),
                        Samples.REF,
                        target,
                        database,
                        null,
                        List.of(),
                        Instant.now().plusSeconds(300)))
                .result();
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.class,
            names = {"POSTGRESQL", "MYSQL", "REDIS"})
    void shouldKeepItsDataWhenItIsStoppedAndStartedAgain(Engine type) throws Exception {
        Result started = run(Target.RUNNING, type);
        assertThat(started).isInstanceOf(Result.Reached.class);
        URI published =
                URI.create(((Result.Reached) started).endpoints().getFirst().url());
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), published.getPort()), 30_000);
            assertThat(socket.isConnected()).isTrue();
        }
        assertThat(shell(write(type))).doesNotContainIgnoringCase("error").doesNotContain("NOAUTH");

        assertThat(run(Target.STOPPED, type)).isEqualTo(new Result.Reached(false, List.of()));
        assertThat(run(Target.RUNNING, type)).isEqualTo(started);

        assertThat(shell(read(type))).contains("precious");
        assertThat(run(Target.RUNNING, type))
                .isEqualTo(new Result.Reached(true, ((Result.Reached) started).endpoints()));
    }

    @Test
    void shouldRefuseAWrongPassword() throws Exception {
        run(Target.RUNNING, Engine.REDIS);

        assertThat(shell("redis-cli get k 2>&1; true")).contains("NOAUTH");
        assertThat(shell("REDISCLI_AUTH=wrong redis-cli get k 2>&1; true")).contains("WRONGPASS");
    }

    @Test
    void shouldKeepThePasswordOutOfTheProcessList() throws Exception {
        run(Target.RUNNING, Engine.REDIS);

        assertThat(shell("cat /proc/*/cmdline | tr '\\000' ' '"))
                .contains("redis-server")
                .doesNotContain("pa55");
    }

    @Test
    void shouldForgetItsDataWhenItIsDeleted() throws Exception {
        run(Target.RUNNING, Engine.REDIS);
        shell(write(Engine.REDIS));

        run(Target.DELETED, Engine.REDIS);
        run(Target.RUNNING, Engine.REDIS);

        assertThat(shell(read(Engine.REDIS))).doesNotContain("precious");
    }

    private static String write(Engine type) {
        return switch (type) {
            case POSTGRESQL ->
                "PGPASSWORD=\"$POSTGRES_PASSWORD\" psql -h 127.0.0.1 -U superuser -d shop -c \"create table t as select"
                        + " 'precious' as v\"";
            case MYSQL ->
                "MYSQL_PWD=\"$MYSQL_PASSWORD\" mysql -h 127.0.0.1 -u superuser shop -e \"create table t as select"
                        + " 'precious' as v\"";
            case REDIS -> "REDISCLI_AUTH=\"$REDIS_PASSWORD\" redis-cli set k precious";
            case MONGODB -> "false";
        };
    }

    private static String read(Engine type) {
        return switch (type) {
            case POSTGRESQL ->
                "PGPASSWORD=\"$POSTGRES_PASSWORD\" psql -h 127.0.0.1 -U superuser -d shop -c 'select v from t'";
            case MYSQL -> "MYSQL_PWD=\"$MYSQL_PASSWORD\" mysql -h 127.0.0.1 -u superuser shop -e 'select v from t'";
            case REDIS -> "REDISCLI_AUTH=\"$REDIS_PASSWORD\" redis-cli get k";
            case MONGODB -> "false";
        };
    }

    /** What a shell in the database's container writes. */
    private String shell(String script) throws Exception {
        List<Container> containers = TestEngine.containers(engine, Labels.ROLE, Labels.ROLE_WORKLOAD);
        assertThat(containers).hasSize(1);
        String exec = engine.calls()
                .execCreateCmd(containers.getFirst().getId())
                .withCmd("sh", "-c", script)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ResultCallback.Adapter<Frame> callback = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                output.writeBytes(frame.getPayload());
            }
        }) {
            engine.streams().execStartCmd(exec).exec(callback).awaitCompletion(120, TimeUnit.SECONDS);
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
