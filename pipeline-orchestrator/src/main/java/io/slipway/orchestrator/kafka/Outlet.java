package io.slipway.orchestrator.kafka;

import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.kit.streams.EventRecords;
import io.slipway.orchestrator.app.Change.Output;
import io.slipway.orchestrator.domain.PipelineCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns the core's commands into records. Ids of events are made of what they are about, so that the same command never
 * has two.
 */
final class Outlet {

    private static final String SOURCE = "/slipway/pipeline-orchestrator";

    private static final EventCodec<BuildRequested> BUILD = EventCodec.of(TopicCatalog.BUILD_REQUESTED);
    private static final EventCodec<WorkloadRequested> WORKLOAD = EventCodec.of(TopicCatalog.WORKLOAD_REQUESTED);
    private static final EventCodec<JobRequested> JOB = EventCodec.of(TopicCatalog.JOB_REQUESTED);
    private static final EventCodec<WorkCancelled> CANCELLED = EventCodec.of(TopicCatalog.WORK_CANCELLED);
    private static final EventCodec<StatusEvent> STATUS = EventCodec.of(TopicCatalog.SERVICE_STATUS);
    private static final EventCodec<DeployRejected> REJECTED = EventCodec.of(TopicCatalog.DEPLOY_REJECTED);

    private Outlet() {}

    /** A record and the topic that it is for. */
    record Outgoing(String topic, Record<String, byte[]> record) {}

    /** The topics that are written. */
    static List<TopicDescriptor<?>> topics() {
        return List.of(
                TopicCatalog.BUILD_REQUESTED,
                TopicCatalog.WORKLOAD_REQUESTED,
                TopicCatalog.JOB_REQUESTED,
                TopicCatalog.WORK_CANCELLED,
                TopicCatalog.SERVICE_STATUS,
                TopicCatalog.DEPLOY_REJECTED);
    }

    /** The record for {@code output}; none for a dead letter, which is the record that came in. */
    static Optional<Outgoing> encode(Output output, Instant at) {
        return switch (output.command()) {
            case PipelineCommand.RunBuild build ->
                command(BUILD, Topics.BUILD_REQUESTED, build.request().step(), output, at, build.request());
            case PipelineCommand.RunWorkload workload ->
                command(WORKLOAD, Topics.WORKLOAD_REQUESTED, workload.request().step(), output, at, workload.request());
            case PipelineCommand.RunJob job ->
                command(JOB, Topics.JOB_REQUESTED, job.request().step(), output, at, job.request());
            case PipelineCommand.CancelWork cancel -> cancelled(cancel.cancelled(), output, at);
            case PipelineCommand.PublishStatus publish -> status(publish.status(), output, at);
            case PipelineCommand.Reject reject -> rejected(reject.rejected(), output, at);
            case PipelineCommand.DeadLetter _ -> Optional.empty();
        };
    }

    private static <T> Optional<Outgoing> command(
            EventCodec<T> codec, String topic, StepRef step, Output output, Instant at, T request) {
        String id = step.environmentId() + "-attempt-" + step.attempt();
        return Optional.of(new Outgoing(
                topic, EventRecords.encode(codec, step.serviceId(), event(id, step.serviceId(), at, output, request))));
    }

    private static Optional<Outgoing> cancelled(WorkCancelled cancelled, Output output, Instant at) {
        StepRef step = cancelled.step();
        String id = step.environmentId() + "-cancel-" + step.attempt();
        return Optional.of(new Outgoing(
                Topics.WORK_CANCELLED,
                EventRecords.encode(
                        CANCELLED, step.environmentId(), event(id, step.serviceId(), at, output, cancelled))));
    }

    private static Optional<Outgoing> status(StatusEvent status, Output output, Instant at) {
        String environmentId = status.environmentId();
        String id = environmentId + "-" + status.sequence();
        String subject = status instanceof StatusEvent.ServiceChanged service ? service.serviceId() : environmentId;
        return Optional.of(new Outgoing(
                Topics.SERVICE_STATUS,
                EventRecords.encode(STATUS, environmentId, event(id, subject, at, output, status))));
    }

    private static Optional<Outgoing> rejected(DeployRejected rejected, Output output, Instant at) {
        String environmentId = rejected.environmentId();
        String id = environmentId + "-rejected-" + rejected.requestId();
        return Optional.of(new Outgoing(
                Topics.DEPLOY_REJECTED,
                EventRecords.encode(REJECTED, environmentId, event(id, environmentId, at, output, rejected))));
    }

    private static <T> Event<T> event(String id, String subject, Instant at, Output output, T data) {
        return new Event<>(id, SOURCE, subject, at, output.deploymentId(), output.traceparent(), data);
    }
}
