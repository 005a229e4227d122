package io.slipway.events;

import static io.slipway.events.TopicDescriptor.Audience.INTERNAL;
import static io.slipway.events.TopicDescriptor.Audience.READ;
import static io.slipway.events.TopicDescriptor.Audience.WRITE;
import static io.slipway.events.TopicDescriptor.Key.ENVIRONMENT_ID;
import static io.slipway.events.TopicDescriptor.Key.SERVICE_ID;

import io.slipway.events.TopicDescriptor.Audience;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.WorkCancelled;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadRequested;
import java.time.Duration;
import java.util.List;

/** All topics. Every topic has a dead letter topic beside it, {@link Topics#dlq(String)}, with the same key. */
public final class TopicCatalog {

    private static final Duration MINUTES = Duration.ofMinutes(10);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    public static final TopicDescriptor<EnvironmentSpec> ENVIRONMENT_SPEC = compacted(
            Topics.ENVIRONMENT_SPEC,
            EnvironmentSpec.class,
            "The full desired configuration of an environment, with a growing version; secrets only as ciphertext.");
    public static final TopicDescriptor<DeployRequested> DEPLOY_REQUESTED = stream(
            Topics.DEPLOY_REQUESTED,
            DeployRequested.class,
            ENVIRONMENT_ID,
            WEEK,
            WRITE,
            "An action is wanted on an environment, one service or a subset of services.");
    public static final TopicDescriptor<CancelRequested> CANCEL_REQUESTED = stream(
            Topics.CANCEL_REQUESTED,
            CancelRequested.class,
            ENVIRONMENT_ID,
            WEEK,
            WRITE,
            "The running deployment or a queued request is to be cancelled.");
    public static final TopicDescriptor<DeployRejected> DEPLOY_REJECTED = stream(
            Topics.DEPLOY_REJECTED,
            DeployRejected.class,
            ENVIRONMENT_ID,
            WEEK,
            READ,
            "A request cannot be served, and why.");
    public static final TopicDescriptor<BuildRequested> BUILD_REQUESTED =
            stream(Topics.BUILD_REQUESTED, BuildRequested.class, SERVICE_ID, WEEK, INTERNAL, "Build one image.");
    public static final TopicDescriptor<BuildCompleted> BUILD_COMPLETED = stream(
            Topics.BUILD_COMPLETED,
            BuildCompleted.class,
            ENVIRONMENT_ID,
            WEEK,
            INTERNAL,
            "A build ended: the image, or the reason why there is none.");
    public static final TopicDescriptor<WorkloadRequested> WORKLOAD_REQUESTED = stream(
            Topics.WORKLOAD_REQUESTED,
            WorkloadRequested.class,
            SERVICE_ID,
            WEEK,
            INTERNAL,
            "Bring one long-running service to a state.");
    public static final TopicDescriptor<WorkloadCompleted> WORKLOAD_COMPLETED = stream(
            Topics.WORKLOAD_COMPLETED,
            WorkloadCompleted.class,
            ENVIRONMENT_ID,
            WEEK,
            INTERNAL,
            "A long-running service reached the state, or the reason why not.");
    public static final TopicDescriptor<JobRequested> JOB_REQUESTED =
            stream(Topics.JOB_REQUESTED, JobRequested.class, SERVICE_ID, WEEK, INTERNAL, "Run one job for one event.");
    public static final TopicDescriptor<JobFinished> JOB_FINISHED = stream(
            Topics.JOB_FINISHED,
            JobFinished.class,
            ENVIRONMENT_ID,
            WEEK,
            INTERNAL,
            "A job ended: exit code, tries, duration, where its output is.");
    public static final TopicDescriptor<OutputHarvested> OUTPUT_HARVESTED = stream(
            Topics.OUTPUT_HARVESTED,
            OutputHarvested.class,
            ENVIRONMENT_ID,
            WEEK,
            READ,
            "The validated output variables of one job run, secret values as ciphertext, or why there are none.");
    public static final TopicDescriptor<WorkCancelled> WORK_CANCELLED =
            stream(Topics.WORK_CANCELLED, WorkCancelled.class, ENVIRONMENT_ID, WEEK, INTERNAL, "An attempt must stop.");
    public static final TopicDescriptor<StatusEvent> SERVICE_STATUS = stream(
            Topics.SERVICE_STATUS,
            StatusEvent.class,
            ENVIRONMENT_ID,
            WEEK,
            READ,
            "The deployment state of a service, or of the deployment as a whole, changed.");
    public static final TopicDescriptor<ServiceRunning> SERVICE_RUNNING = stream(
            Topics.SERVICE_RUNNING,
            ServiceRunning.class,
            ENVIRONMENT_ID,
            WEEK,
            READ,
            "The running state of a service changed.");
    public static final TopicDescriptor<EnvironmentStatus> ENVIRONMENT_STATUS = compacted(
            Topics.ENVIRONMENT_STATUS,
            EnvironmentStatus.class,
            "The folded status of an environment with its stages and services: what dashboards need.");
    public static final TopicDescriptor<DeploymentLogLine> DEPLOYMENT_LOG = stream(
            Topics.DEPLOYMENT_LOG,
            DeploymentLogLine.class,
            ENVIRONMENT_ID,
            DAY,
            READ,
            "Lines of deployment and build logs, secrets masked.");
    public static final TopicDescriptor<LogsRequested> LOGS_REQUESTED = stream(
            Topics.LOGS_REQUESTED,
            LogsRequested.class,
            ENVIRONMENT_ID,
            MINUTES,
            INTERNAL,
            "Somebody follows what a service writes, for the next minute.");
    public static final TopicDescriptor<ServiceLogLines> SERVICE_LOG = stream(
            Topics.SERVICE_LOG,
            ServiceLogLines.class,
            ENVIRONMENT_ID,
            MINUTES,
            INTERNAL,
            "What a service writes, secrets masked, for those who follow it at the moment.");

    private static final List<TopicDescriptor<?>> ALL = List.of(
            ENVIRONMENT_SPEC,
            DEPLOY_REQUESTED,
            CANCEL_REQUESTED,
            DEPLOY_REJECTED,
            BUILD_REQUESTED,
            BUILD_COMPLETED,
            WORKLOAD_REQUESTED,
            WORKLOAD_COMPLETED,
            JOB_REQUESTED,
            JOB_FINISHED,
            OUTPUT_HARVESTED,
            WORK_CANCELLED,
            SERVICE_STATUS,
            SERVICE_RUNNING,
            ENVIRONMENT_STATUS,
            DEPLOYMENT_LOG,
            LOGS_REQUESTED,
            SERVICE_LOG);

    private TopicCatalog() {}

    /** Every topic but the dead letter topics. */
    public static List<TopicDescriptor<?>> all() {
        return ALL;
    }

    private static <T> TopicDescriptor<T> compacted(String name, Class<T> type, String meaning) {
        return new TopicDescriptor<>(name, type, ENVIRONMENT_ID, true, WEEK, READ, meaning);
    }

    private static <T> TopicDescriptor<T> stream(
            String name,
            Class<T> type,
            TopicDescriptor.Key key,
            Duration retention,
            Audience audience,
            String meaning) {
        return new TopicDescriptor<>(name, type, key, false, retention, audience, meaning);
    }
}
