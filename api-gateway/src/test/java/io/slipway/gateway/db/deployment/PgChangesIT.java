package io.slipway.gateway.db.deployment;

import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.testing.GatewayResources;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class PgChangesIT {

    @Inject
    Changes changes;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldGoOnAfterNotificationsOfOthersThatMakeNoSense() throws Exception {
        UUID environment = UUID.randomUUID();
        UUID project = UUID.randomUUID();
        Set<UUID> changed = ConcurrentHashMap.newKeySet();
        Cancellable ofEnvironment = changes.of(environment).subscribe().with(changed::add);
        Cancellable ofProject = changes.ofProject(project).subscribe().with(id -> id.ifPresent(changed::add));
        try {
            tell("slipway_environment", "what is this?");
            tell("slipway_environment_of_project", project + "/1-1-1-1-1");
            tell("slipway_environment_of_project", "/");
            tell("slipway_log", "");

            tell("slipway_environment", environment.toString());
            tell("slipway_environment_of_project", project + "/" + project);

            await().atMost(Duration.ofMinutes(1)).until(() -> changed.equals(Set.of(environment, project)));
        } finally {
            ofEnvironment.cancel();
            ofProject.cancel();
        }
    }

    private void tell(String channel, String what) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("notify " + channel + ", '" + what + "'");
        }
    }
}
