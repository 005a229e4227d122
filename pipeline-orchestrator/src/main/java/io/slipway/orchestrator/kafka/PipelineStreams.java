package io.slipway.orchestrator.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.kit.config.KitConfig;
import io.slipway.kit.config.StreamsConfiguration;
import io.slipway.kit.health.ReadinessRegistry;
import io.slipway.kit.kafka.KafkaClients;
import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.FreshCommit;
import io.slipway.kit.streams.StreamsRunner;
import io.slipway.kit.streams.StreamsSettings;
import io.slipway.orchestrator.app.PipelineObserver;
import io.slipway.orchestrator.config.OrchestratorConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Runs the topology from the service's start to its end. */
@ApplicationScoped
class PipelineStreams {

    /** Names the group, the changelog and the transactions: it must never change. */
    static final String APPLICATION_ID = "pipeline-orchestrator";

    private static final String MISPLACED = "slipway.records.misplaced";

    private final OrchestratorConfig config;
    private final StreamsConfiguration streams;
    private final KitConfig kit;
    private final KafkaClients clients;
    private final PipelineObserver observer;
    private final MeterRegistry metrics;
    private final ReadinessRegistry readiness;
    private final String instanceId;
    private @Nullable StreamsRunner runner;

    PipelineStreams(
            OrchestratorConfig config,
            StreamsConfiguration streams,
            KitConfig kit,
            KafkaClients clients,
            PipelineObserver observer,
            MeterRegistry metrics,
            ReadinessRegistry readiness,
            @ConfigProperty(name = "slipway.instance-id") String instanceId) {
        this.config = config;
        this.streams = streams;
        this.kit = kit;
        this.clients = clients;
        this.observer = observer;
        this.metrics = metrics;
        this.readiness = readiness;
        this.instanceId = instanceId;
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        int partitions;
        try (Admin admin = clients.admin()) {
            partitions = SourceTopics.partitions(admin, Intake.topics());
        }
        PipelineSettings settings = new PipelineSettings(
                config.limits(),
                observer,
                partitions,
                config.tickInterval(),
                config.cachedEnvironments(),
                kit.maxRecordBytes(),
                topic -> metrics.counter(MISPLACED, "topic", topic).increment());
        StreamsRunner started = new StreamsRunner(
                PipelineTopology.persistent(
                        settings,
                        new DeadLetterSink(metrics),
                        new FreshCommit(streams.freshness(), streams.freshCommitPause())),
                StreamsSettings.of(APPLICATION_ID, instanceId, clients.commonSettings(), streams, kit),
                () -> Quarkus.asyncExit(1));
        runner = started;
        readiness.register("streams", started::isReady);
        started.bindTo(metrics);
        started.start();
    }

    void stop(@Observes ShutdownEvent event) {
        if (runner != null) {
            runner.close();
        }
    }

    /** Whether the topology can go on; false makes the process be restarted. */
    boolean isLive() {
        return runner == null || runner.isLive();
    }
}
