package io.slipway.gateway.app.feed;

import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState.Group;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.OutputHarvested.Result;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes over the outputs of a job's run once the pipeline has accepted the run: a harvest that comes too late, after a
 * cancellation or deadline, never counts. Harvest and acceptance may come in any order.
 */
@ApplicationScoped
public class OutputFeed {

    private final FeedStore feeds;
    private final HistoryStore history;
    private final OutputStore outputs;
    private final Transactions transactions;

    OutputFeed(FeedStore feeds, HistoryStore history, OutputStore outputs, Transactions transactions) {
        this.feeds = feeds;
        this.history = history;
        this.outputs = outputs;
        this.transactions = transactions;
    }

    /** Outputs were harvested. */
    public Uni<Void> harvested(OutputHarvested harvested) {
        Optional<UUID> environment = Uuids.of(harvested.step().environmentId());
        Optional<UUID> job = Uuids.of(harvested.step().serviceId());
        if (environment.isEmpty() || job.isEmpty() || harvested.result() instanceof Result.Failed) {
            return Uni.createFrom().voidItem();
        }
        return transactions.run(() -> feeds.lock(environment.get())
                .chain(position -> position.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : history.find(environment.get(), harvested.step().deploymentId())
                                .map(deployment -> deployment.flatMap(
                                        d -> d.service(harvested.step().serviceId())))
                                .chain(run -> decide(environment.get(), job.get(), harvested, run))));
    }

    /** A run came to rest: what it wrote, if it is a job's, counts now, or never will. To be called in a transaction. */
    Uni<Void> decided(UUID environmentId, UUID jobId, ServiceChanged change) {
        if (change.serviceKind() != ServiceKind.LIFECYCLE_JOB) {
            return Uni.createFrom().voidItem();
        }
        if (change.state().group() != Group.SUCCESS) {
            return outputs.drop(environmentId, jobId, change.attempt());
        }
        return outputs.take(environmentId, change.attempt())
                .chain(taken -> Multi.createFrom()
                        .iterable(taken)
                        .onItem()
                        .transformToUniAndConcatenate(harvested -> apply(environmentId, jobId, harvested))
                        .collect()
                        .last())
                .chain(() -> outputs.drop(environmentId, jobId, change.attempt()));
    }

    private Uni<Void> decide(UUID environmentId, UUID jobId, OutputHarvested harvested, Optional<ServiceRecord> run) {
        long attempt = harvested.step().attempt();
        boolean decided = run.filter(r -> r.resting() && r.attempt() >= attempt).isPresent();
        if (!decided) {
            return outputs.hold(environmentId, jobId, harvested);
        }
        boolean accepted = run.filter(r ->
                        r.attempt() == attempt && r.state() != null && r.state().group() == Group.SUCCESS)
                .isPresent();
        return accepted
                ? apply(environmentId, jobId, harvested)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> apply(UUID environmentId, UUID jobId, OutputHarvested harvested) {
        return switch (harvested.result()) {
            case Result.Harvested result ->
                outputs.apply(
                        environmentId, jobId, harvested.step().attempt(), result.outputs(), harvested.harvestedAt());
            case Result.Failed _ -> Uni.createFrom().voidItem();
        };
    }
}
