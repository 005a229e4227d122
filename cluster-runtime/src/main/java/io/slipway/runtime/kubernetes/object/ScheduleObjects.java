package io.slipway.runtime.kubernetes.object;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.Workload;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.Names;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * The objects of a job on a schedule.
 *
 * @param secrets what its processes start with
 */
public record ScheduleObjects(List<HasMetadata> secrets, CronJob cronJob) {

    /** A run that could not begin at its time, because the cluster was down, may begin so much later. */
    private static final long STARTING_DEADLINE_SECONDS = 300;

    public ScheduleObjects {
        secrets = List.copyOf(secrets);
    }

    /**
     * The objects of {@code scheduled}.
     *
     * @throws StepException if there is no such time zone, or the variables are too large
     */
    public static ScheduleObjects of(KubernetesConfig config, Names names, Workload.Scheduled scheduled) {
        requireZone(scheduled.timezone());
        Map<String, String> labels =
                Labels.of(config.instance(), scheduled.environment(), scheduled.key(), Labels.ROLE_SCHEDULE);
        Map<String, String> runLabels = Labels.service(config.instance(), scheduled.key(), Labels.ROLE_SCHEDULED_RUN);
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withName(names.service(scheduled.key()))
                .withNamespace(names.namespace(scheduled.key().environmentId()))
                .withLabels(labels)
                .build();
        PodProcess process =
                PodProcess.of(config, metadata, scheduled.image(), scheduled.input(), scheduled.resources());
        CronJob cronJob = new CronJobBuilder()
                .withMetadata(new ObjectMetaBuilder(metadata)
                        .addToAnnotations(Labels.SERVICE_NAME, scheduled.name())
                        .build())
                .withNewSpec()
                .withSchedule(scheduled.schedule())
                .withTimeZone(scheduled.timezone())
                .withSuspend(false)
                .withConcurrencyPolicy("Forbid")
                .withStartingDeadlineSeconds(STARTING_DEADLINE_SECONDS)
                .withSuccessfulJobsHistoryLimit(1)
                .withFailedJobsHistoryLimit(1)
                .withNewJobTemplate()
                .withNewMetadata()
                .withLabels(runLabels)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(Math.max(0, scheduled.maxRestarts()))
                .withActiveDeadlineSeconds(
                        scheduled.maxDurationSeconds() > 0 ? (long) scheduled.maxDurationSeconds() : null)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(runLabels)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(config.stopGrace().toSeconds())
                .withImagePullSecrets(process.pullSecrets())
                .withContainers(process.container())
                .withVolumes(process.volumes())
                .endSpec()
                .endTemplate()
                .endSpec()
                .endJobTemplate()
                .endSpec()
                .build();
        return new ScheduleObjects(List.copyOf(process.secrets()), cronJob);
    }

    private static void requireZone(String timezone) {
        try {
            var _ = ZoneId.of(timezone);
        } catch (DateTimeException e) {
            throw new StepException(Reason.UNSUPPORTED, "'" + timezone + "' is not a known time zone.", e);
        }
    }
}
