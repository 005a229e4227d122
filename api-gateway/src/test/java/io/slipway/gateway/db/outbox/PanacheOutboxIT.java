package io.slipway.gateway.db.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.outbox.Outbox;
import io.slipway.gateway.testing.GatewayResources;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class PanacheOutboxIT {

    /** Whoever holds it takes records out of the outbox. */
    private static final long RELAY = 7401325710L;

    @Inject
    Transactions transactions;

    @Inject
    Outbox outbox;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void shouldNumberARecordOnlyWhenEarlierTransactionsWithItsKeyHaveEnded() throws Exception {
        String key = UUID.randomUUID().toString();
        String lock = "hashtextextended('" + Topics.ENVIRONMENT_SPEC + "/" + key + "', 0)";
        try (Connection relay = connect();
                Connection earlier = connect()) {
            number(relay, "select 1 from pg_advisory_lock(" + RELAY + ")");
            earlier.setAutoCommit(false);
            number(earlier, "select 1 from pg_advisory_xact_lock(" + lock + ")");

            CompletableFuture<Void> later = CompletableFuture.runAsync(() -> append(key));
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            number(relay, "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                                    > 0);
            long first = number(
                    earlier,
                    "insert into outbox (topic, record_key, headers) values ('" + Topics.ENVIRONMENT_SPEC + "', '" + key
                            + "', '{}') returning id");
            earlier.commit();
            later.get(60, TimeUnit.SECONDS);

            assertThat(number(relay, "select max(id) from outbox where record_key = '" + key + "'"))
                    .isGreaterThan(first);
            assertThat(number(relay, "select count(*) from outbox where record_key = '" + key + "'"))
                    .isEqualTo(2);
        }
    }

    private void append(String key) {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> transactions.run(() -> outbox.appendTombstone(TopicCatalog.ENVIRONMENT_SPEC, key)));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, username, password);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
