package io.slipway.events;

/** Names of Slipway's Kafka topics; {@link TopicCatalog} has what each of them carries and how it is set up. */
public final class Topics {

    public static final String ENVIRONMENT_SPEC = "environment.spec";
    public static final String DEPLOY_REQUESTED = "deploy.requested";
    public static final String CANCEL_REQUESTED = "cancel.requested";
    public static final String DEPLOY_REJECTED = "deploy.rejected";
    public static final String BUILD_REQUESTED = "build.requested";
    public static final String BUILD_COMPLETED = "build.completed";
    public static final String WORKLOAD_REQUESTED = "workload.requested";
    public static final String WORKLOAD_COMPLETED = "workload.completed";
    public static final String JOB_REQUESTED = "job.requested";
    public static final String JOB_FINISHED = "job.finished";
    public static final String OUTPUT_HARVESTED = "output.harvested";
    public static final String WORK_CANCELLED = "work.cancelled";
    public static final String SERVICE_STATUS = "service.status";
    public static final String SERVICE_RUNNING = "service.running";
    public static final String ENVIRONMENT_STATUS = "environment.status";
    public static final String DEPLOYMENT_LOG = "deployment.log";
    public static final String LOGS_REQUESTED = "logs.requested";
    public static final String SERVICE_LOG = "service.log";

    /** What follows the name of a topic in the name of its dead letter topic. */
    public static final String DLQ_SUFFIX = ".dlq";

    private Topics() {}

    /** The dead letter topic of {@code topic}. */
    public static String dlq(String topic) {
        return topic + DLQ_SUFFIX;
    }
}
