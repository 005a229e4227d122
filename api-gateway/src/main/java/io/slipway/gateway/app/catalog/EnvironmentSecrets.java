package io.slipway.gateway.app.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.Variable;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.JobOutput;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.slipway.gateway.domain.catalog.SpecProjection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The values that must not be shown where something of an environment is. */
@ApplicationScoped
public class EnvironmentSecrets {

    private final Catalog catalog;
    private final Snapshots snapshots;
    private final Transactions transactions;

    EnvironmentSecrets(Catalog catalog, Snapshots snapshots, Transactions transactions) {
        this.catalog = catalog;
        this.snapshots = snapshots;
        this.transactions = transactions;
    }

    /**
     * The ciphertexts of all secrets that services of the environment may get: variables, outputs of jobs, credentials of
     * databases.
     *
     * @return fails with {@link ApiException.NotFound}
     */
    public Uni<List<String>> of(UUID environmentId) {
        return transactions.run(() -> catalog.environment(environmentId)
                .map(Found.or("environment", environmentId))
                .chain(snapshots::of)
                .map(EnvironmentSecrets::in));
    }

    private static List<String> in(Snapshot snapshot) {
        Stream<Value> variables =
                SpecProjection.of(snapshot).variables().stream().map(Variable::value);
        Stream<Value> outputs = snapshot.outputs().stream().map(JobOutput::value);
        return Stream.concat(variables, outputs)
                .filter(value -> value != null && value.secret())
                .map(Value::text)
                .distinct()
                .toList();
    }
}
