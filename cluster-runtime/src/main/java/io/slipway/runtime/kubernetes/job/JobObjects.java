package io.slipway.runtime.kubernetes.job;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.Names;
import io.slipway.runtime.kubernetes.object.Images;
import io.slipway.runtime.kubernetes.object.PodProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of one run. Pure.
 *
 * <p>The job is the pod's last init container and the holder its only main one: so the pod fails, and is counted and
 * replaced by the cluster, when the job fails, and it stays, with the output file, when the job has succeeded. See
 * {@code docs/adr} on why the holder does not simply run beside the job.
 */
final class JobObjects {

    /** The user's process. */
    static final String JOB = "job";

    /** Keeps the volume with the output file once the job has succeeded. */
    static final String HOLDER = KubernetesJobRuntime.HOLDER;

    /** Runs before the job, so that a holder image that cannot be pulled is noticed before the job has run. */
    static final String PREPARE = "prepare";

    /** Annotation: the event that the job was run for. */
    static final String EVENT = "slipway.io/event";

    /** Annotation of a run that was ended: when its process was started first. */
    static final String STARTED = "slipway.io/started";

    private static final String OUTPUT = "output";

    private final KubernetesConfig config;
    private final Names names;
    private final JobRuntime.Job job;
    private final PodProcess process;

    /** @throws io.slipway.kit.work.StepException if there are more variables or files than fit into a secret */
    JobObjects(KubernetesConfig config, Names names, JobRuntime.Job job) {
        this.config = config;
        this.names = names;
        this.job = job;
        this.process = PodProcess.of(config, metadata(name()), job.image(), job.input(), job.resources());
    }

    /** The labels that everything of the run of {@code step} has and nothing else. */
    static Map<String, String> selector(KubernetesConfig config, StepRef step) {
        Map<String, String> labels = Labels.service(config.instance(), ServiceKey.of(step), Labels.ROLE_JOB);
        labels.put(Labels.ATTEMPT, Long.toString(step.attempt()));
        return labels;
    }

    /** The run's name. */
    String name() {
        return names.job(ServiceKey.of(job.step()), job.step().attempt());
    }

    private String namespace() {
        return names.namespace(job.step().environmentId());
    }

    /** Secrets that the run needs, before there is a Job that could own them. */
    List<Secret> secrets() {
        return process.secrets();
    }

    /** {@code secret}, as part of {@code owner}: it goes when that goes. */
    static Secret owned(Secret secret, Job owner) {
        OwnerReference reference = new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build();
        return secret.edit()
                .editMetadata()
                .withOwnerReferences(reference)
                .endMetadata()
                .build();
    }

    /**
     * The Job.
     *
     * @param limit how long the run may take, at most; how long its output is kept comes on top
     */
    Job job(Duration limit) {
        Duration hold = config.outputKept();
        return new JobBuilder()
                .withMetadata(metadata(name()))
                .withNewSpec()
                .withParallelism(1)
                .withCompletions(1)
                .withBackoffLimit(job.maxRestarts())
                .withActiveDeadlineSeconds(limit.plus(hold).toSeconds() + 1)
                .withTtlSecondsAfterFinished((int) hold.toSeconds())
                // Never two tries at once.
                .withPodReplacementPolicy("Failed")
                .withNewPodFailurePolicy()
                .addNewRule()
                // The job has succeeded by then: it must not run again.
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(HOLDER)
                .withOperator("NotIn")
                .withValues(0)
                .endOnExitCodes()
                .endRule()
                .endPodFailurePolicy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .addToAnnotations("kubectl.kubernetes.io/default-container", JOB)
                .addToAnnotations(Labels.SERVICE_NAME, job.name())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(config.stopGrace().toSeconds())
                .withImagePullSecrets(process.pullSecrets())
                .withInitContainers(prepare(), process())
                .withContainers(holder(hold))
                .withVolumes(volumes())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private Container process() {
        List<String> entrypoint = job.input().entrypoint();
        return process.container()
                .edit()
                .withName(JOB)
                .withCommand(PodProcess.literal(entrypoint == null ? List.of() : entrypoint))
                .withArgs(PodProcess.literal(job.input().arguments()))
                .addToVolumeMounts(new VolumeMountBuilder()
                        .withName(OUTPUT)
                        .withMountPath(JobRuntime.OUTPUT_DIRECTORY)
                        .build())
                .build();
    }

    private Container prepare() {
        return new ContainerBuilder()
                .withName(PREPARE)
                .withImage(Images.mirrored(config, config.holderImage()))
                .withCommand("sh", "-c", "exit 0")
                .withResources(small())
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    /** Runs as root, because the file may be readable for the job's user alone; it can read it and do nothing else. */
    private Container holder(Duration hold) {
        return new ContainerBuilder()
                .withName(HOLDER)
                .withImage(Images.mirrored(config, config.holderImage()))
                .withCommand("sh", "-c", "trap 'exit 0' TERM; sleep " + hold.toSeconds() + " & wait")
                .withResources(small())
                .withNewSecurityContext()
                .withRunAsUser(0L)
                .withRunAsNonRoot(false)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .withAdd("DAC_OVERRIDE")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withVolumeMounts(new VolumeMountBuilder()
                        .withName(OUTPUT)
                        .withMountPath(JobRuntime.OUTPUT_DIRECTORY)
                        .withReadOnly(true)
                        .build())
                .build();
    }

    private List<Volume> volumes() {
        List<Volume> volumes = new ArrayList<>(process.volumes());
        volumes.add(new VolumeBuilder()
                .withName(OUTPUT)
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        return volumes;
    }

    private static ResourceRequirements small() {
        return new ResourceRequirementsBuilder()
                .addToLimits("cpu", new Quantity("100m"))
                .addToLimits("memory", new Quantity("32Mi"))
                .addToRequests("cpu", new Quantity("1m"))
                .addToRequests("memory", new Quantity("8Mi"))
                .build();
    }

    private ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace())
                .withLabels(labels())
                .addToAnnotations(Labels.SERVICE_NAME, job.name())
                .addToAnnotations(EVENT, job.event().name())
                .build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(
                Labels.of(config.instance(), job.environment(), ServiceKey.of(job.step()), Labels.ROLE_JOB));
        labels.put(Labels.ATTEMPT, Long.toString(job.step().attempt()));
        return labels;
    }
}
