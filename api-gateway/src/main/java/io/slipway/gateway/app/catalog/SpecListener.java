package io.slipway.gateway.app.catalog;

import io.slipway.events.spec.EnvironmentSpec;
import io.smallrye.mutiny.Uni;

/** Is told of each version of an environment's configuration, in the transaction that makes it. */
public interface SpecListener {

    /** {@code spec} leaves when the transaction is committed. */
    Uni<Void> published(EnvironmentSpec spec);
}
