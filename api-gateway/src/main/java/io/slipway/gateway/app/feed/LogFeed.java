package io.slipway.gateway.app.feed;

import io.slipway.events.status.DeploymentLogLine;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.history.LogEntry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Keeps what the workers log. */
@ApplicationScoped
public class LogFeed {

    private final LogStore logs;
    private final Transactions transactions;

    LogFeed(LogStore logs, Transactions transactions) {
        this.logs = logs;
        this.transactions = transactions;
    }

    /** Lines were written. Those that are kept already, and those of unknown environments, are ignored. */
    public Uni<Void> written(List<DeploymentLogLine> lines) {
        List<LogStore.Line> kept = lines.stream()
                .flatMap(line ->
                        Uuids.of(line.environmentId()).stream().map(id -> new LogStore.Line(id, LogEntry.of(line))))
                .toList();
        return kept.isEmpty() ? Uni.createFrom().voidItem() : transactions.run(() -> logs.append(kept));
    }
}
