package io.slipway.gateway.db.outbox;

import io.agroal.api.AgroalDataSource;
import io.slipway.gateway.app.outbox.OutboxQueue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

class OutboxQueues {

    @Produces
    @ApplicationScoped
    OutboxQueue queue(AgroalDataSource dataSource) {
        return new JdbcOutboxQueue(dataSource);
    }
}
