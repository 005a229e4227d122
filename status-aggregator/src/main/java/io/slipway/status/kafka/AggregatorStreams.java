package io.slipway.status.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.kit.config.KitConfig;
import io.slipway.kit.config.StreamsConfiguration;
import io.slipway.kit.health.LivenessRegistry;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.kafka.KafkaClients;
import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.FreshCommit;
import io.slipway.kit.streams.SourceTopics;
import io.slipway.kit.streams.StreamsRunner;
import io.slipway.kit.streams.StreamsSettings;
import io.slipway.status.config.AggregatorConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs the topology from the service's start to its end. */
@Singleton
class AggregatorStreams {

    /** Names the group, the changelog and the transactions: it must never change. */
    static final String APPLICATION_ID = "status-aggregator";

    private final KafkaClients clients;
    private final StreamsRunner runner;
    private final MeterRegistry metrics;

    AggregatorStreams(
            AggregatorConfig config,
            StreamsConfiguration streams,
            KitConfig kit,
            KafkaClients clients,
            MeterRegistry metrics,
            ReadinessRegistry readiness,
            LivenessRegistry liveness,
            @ConfigProperty(name = "slipway.instance-id") String instanceId) {
        this.clients = clients;
        this.metrics = metrics;
        AggregatorSettings settings = new AggregatorSettings(
                config.cachedEnvironments(),
                config.publishInterval(),
                config.backlogPublishInterval(),
                streams.freshness());
        this.runner = new StreamsRunner(
                AggregatorTopology.persistent(
                        settings,
                        new DeadLetterSink(metrics),
                        new FreshCommit(streams.freshness(), streams.freshCommitPause()),
                        new FoldMetrics(metrics)),
                StreamsSettings.of(APPLICATION_ID, instanceId, clients.commonSettings(), streams, kit),
                () -> Quarkus.asyncExit(1));
        readiness.register("streams", runner::isReady);
        liveness.register("streams", runner::isLive);
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        try (Admin admin = clients.admin()) {
            SourceTopics.commonPartitions(admin, AggregatorTopology.SOURCES);
        }
        runner.bindTo(metrics);
        runner.start();
    }

    void stop(@Observes ShutdownEvent event) {
        runner.close();
    }
}
