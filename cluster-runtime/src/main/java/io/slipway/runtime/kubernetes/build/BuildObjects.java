package io.slipway.runtime.kubernetes.build;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.RegistryLogin;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.Names;
import io.slipway.runtime.kubernetes.object.Images;
import io.slipway.runtime.kubernetes.object.NamespaceObjects;
import io.slipway.runtime.kubernetes.object.PodProcess;
import io.slipway.runtime.kubernetes.object.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects of one build. Pure.
 *
 * <p>The pod waits for its context, which the worker sends; so neither git credentials nor the repository's address get to
 * the cluster. What it has to tell in the end, the image's digest, is its termination message, which the cluster keeps.
 */
final class BuildObjects {

    /** The container that builds. */
    static final String BUILD = "build";

    /** Directory of the pod that the context is sent to. */
    static final String WORK = "/slipway/work";

    /** Label of images with the commit that they were built from, as on an engine. */
    private static final String COMMIT = "io.slipway.commit";

    private static final String CONFIG = "/slipway/config";
    private static final String SECRETS = "/slipway/secrets";
    private static final String DOCKER = "/slipway/docker";
    private static final String ROOTLESS_STATE = "/home/user/.local/share/buildkit";
    private static final String STATE = "/var/lib/buildkit";
    private static final long ROOTLESS_USER = 1000L;
    private static final int READABLE_BY_ALL = 0444;
    private static final int GRACE_SECONDS = 5;
    private static final int KEPT_SECONDS = 3600;
    private static final int CONNECTION_TRIES = 100;
    private static final String SCRIPT = script();

    private final KubernetesConfig config;
    private final Names names;
    private final ImageBuilder.Build build;

    BuildObjects(KubernetesConfig config, Names names, ImageBuilder.Build build) {
        this.config = config;
        this.names = names;
        this.build = build;
    }

    /** The labels that everything of the build of {@code step} has and nothing else. */
    static Map<String, String> selector(KubernetesConfig config, StepRef step) {
        Map<String, String> labels = Labels.service(config.instance(), ServiceKey.of(step), Labels.ROLE_BUILD);
        labels.put(Labels.ATTEMPT, Long.toString(step.attempt()));
        return labels;
    }

    /** The namespace of all builds. */
    static Namespace namespace(KubernetesConfig config) {
        Map<String, String> labels = Labels.installation(config.instance());
        labels.put(Labels.ROLE, Labels.ROLE_BUILD);
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(config.build().namespace())
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    /** The build's name. */
    String name() {
        return names.build(ServiceKey.of(build.step()), build.step().attempt());
    }

    /** What the pod needs beside its image, before there is a Job that could own it. */
    List<HasMetadata> parts() {
        List<HasMetadata> parts = new ArrayList<>();
        parts.add(settings());
        if (!build.secrets().isEmpty()) {
            Map<String, String> data = new TreeMap<>();
            build.secrets().forEach((id, text) -> data.put(id, base64(text)));
            parts.add(new SecretBuilder()
                    .withMetadata(metadata(secretsName()))
                    .withType("Opaque")
                    .withImmutable(true)
                    .withData(data)
                    .build());
        }
        login().ifPresent(login -> parts.add(Secrets.pull(
                metadata(loginName()), Images.host(config.registry().url().orElse("")), login)));
        return parts;
    }

    /** {@code part}, as part of {@code owner}: it goes when that goes. */
    static HasMetadata owned(HasMetadata part, Job owner) {
        OwnerReference reference = new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build();
        part.getMetadata().setOwnerReferences(List.of(reference));
        return part;
    }

    /** The Job. */
    Job job() {
        return new JobBuilder()
                .withMetadata(metadata(name()))
                .withNewSpec()
                .withParallelism(1)
                .withCompletions(1)
                // One that is lost is begun again by the worker, which has the context.
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(config.build().timeout().toSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds((long) GRACE_SECONDS)
                .withImagePullSecrets(login().map(_ -> List.of(new LocalObjectReference(loginName())))
                        .orElse(List.of()))
                .withContainers(container())
                .withVolumes(volumes())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private Container container() {
        boolean privileged = config.build().privileged();
        String flags =
                "--config=" + CONFIG + "/buildkitd.toml" + (privileged ? "" : " --oci-worker-no-process-sandbox");
        ContainerBuilder container = new ContainerBuilder()
                .withName(BUILD)
                .withImage(Images.mirrored(config, config.build().image()))
                .withCommand("sh", CONFIG + "/build.sh")
                .withArgs(PodProcess.literal(arguments()))
                .addNewEnv()
                .withName("BUILDKITD_FLAGS")
                .withValue(flags)
                .endEnv()
                .addNewEnv()
                .withName("BUILDCTL_CONNECT_RETRIES_MAX")
                .withValue(Integer.toString(CONNECTION_TRIES))
                .endEnv()
                .withResources(resources())
                .withSecurityContext(securityContext(privileged))
                .withVolumeMounts(mounts(privileged));
        if (login().isPresent()) {
            container.addNewEnv().withName("DOCKER_CONFIG").withValue(DOCKER).endEnv();
        }
        return container.build();
    }

    /** Dockerfile and mirror, and then what {@code buildctl build} is told. */
    private List<String> arguments() {
        List<String> words = new ArrayList<>();
        words.add(build.dockerfile());
        words.add(config.imageMirror().map(BuildObjects::address).orElse(""));
        words.addAll(List.of("--frontend", "dockerfile.v0"));
        words.addAll(List.of("--local", "context=" + WORK + "/context", "--local", "dockerfile=" + WORK + "/context"));
        option(words, "filename=" + build.dockerfile());
        if (build.targetStage() != null) {
            option(words, "target=" + build.targetStage());
        }
        new TreeMap<>(build.arguments()).forEach((name, value) -> option(words, "build-arg:" + name + "=" + value));
        if (build.commit() != null) {
            option(words, "label:" + COMMIT + "=" + build.commit());
        }
        new TreeMap<>(build.secrets())
                .keySet()
                .forEach(id -> words.addAll(List.of("--secret", "id=" + id + ",src=" + SECRETS + "/" + id)));
        words.addAll(List.of("--output", "type=image,name=" + build.reference() + ",push=true"));
        if (config.build().cache()) {
            String cache =
                    "type=registry,ref=" + Reference.parse(build.reference()).name() + ":buildcache";
            words.addAll(List.of("--import-cache", cache));
            words.addAll(List.of(
                    "--export-cache", cache + ",mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true"));
        }
        return words;
    }

    private static void option(List<String> words, String option) {
        words.add("--opt");
        words.add(option);
    }

    private ConfigMap settings() {
        StringBuilder toml = new StringBuilder();
        config.imageMirror()
                .ifPresent(mirror -> toml.append("[registry.\"docker.io\"]\n  mirrors = [\"")
                        .append(address(mirror))
                        .append("\"]\n"));
        if (config.registry().insecure()) {
            toml.append("[registry.\"")
                    .append(Images.host(config.registry().url().orElse("")))
                    .append("\"]\n  http = true\n  insecure = true\n");
        }
        return new ConfigMapBuilder()
                .withMetadata(metadata(name()))
                .addToData("buildkitd.toml", toml.toString())
                .addToData("build.sh", SCRIPT)
                .build();
    }

    private static String address(String mirror) {
        return mirror.replaceFirst("^https?://", "").replaceAll("/+$", "");
    }

    private List<VolumeMount> mounts(boolean privileged) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount("work", WORK, false));
        mounts.add(mount("state", privileged ? STATE : ROOTLESS_STATE, false));
        mounts.add(mount("config", CONFIG, true));
        if (!build.secrets().isEmpty()) {
            mounts.add(mount("secrets", SECRETS, true));
        }
        if (login().isPresent()) {
            mounts.add(mount("docker", DOCKER, true));
        }
        return mounts;
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        VolumeMountBuilder mount = new VolumeMountBuilder().withName(name).withMountPath(path);
        return readOnly ? mount.withReadOnly(true).build() : mount.build();
    }

    private List<Volume> volumes() {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(emptyDirectory("work"));
        volumes.add(emptyDirectory("state"));
        volumes.add(new VolumeBuilder()
                .withName("config")
                .withNewConfigMap()
                .withName(name())
                .endConfigMap()
                .build());
        if (!build.secrets().isEmpty()) {
            volumes.add(new VolumeBuilder()
                    .withName("secrets")
                    .withNewSecret()
                    .withSecretName(secretsName())
                    .withDefaultMode(READABLE_BY_ALL)
                    .endSecret()
                    .build());
        }
        if (login().isPresent()) {
            volumes.add(new VolumeBuilder()
                    .withName("docker")
                    .withNewSecret()
                    .withSecretName(loginName())
                    .withDefaultMode(READABLE_BY_ALL)
                    .addNewItem()
                    .withKey(".dockerconfigjson")
                    .withPath("config.json")
                    .endItem()
                    .endSecret()
                    .build());
        }
        return volumes;
    }

    private static Volume emptyDirectory(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    /** Without root, BuildKit makes user namespaces, which the default profiles do not allow. */
    private static SecurityContext securityContext(boolean privileged) {
        return privileged
                ? new SecurityContextBuilder()
                        .withPrivileged(true)
                        .withRunAsUser(0L)
                        .build()
                : new SecurityContextBuilder()
                        .withRunAsUser(ROOTLESS_USER)
                        .withRunAsGroup(ROOTLESS_USER)
                        .withRunAsNonRoot(true)
                        .withNewSeccompProfile()
                        .withType("Unconfined")
                        .endSeccompProfile()
                        .withNewAppArmorProfile()
                        .withType("Unconfined")
                        .endAppArmorProfile()
                        .build();
    }

    private ResourceRequirements resources() {
        KubernetesConfig.Build limits = config.build();
        return new ResourceRequirementsBuilder()
                .addToLimits("cpu", new Quantity(limits.cpu()))
                .addToLimits("memory", new Quantity(limits.memory()))
                .addToRequests("cpu", new Quantity(limits.cpuRequest()))
                .addToRequests("memory", new Quantity(limits.memoryRequest()))
                .build();
    }

    private Optional<RegistryLogin> login() {
        return NamespaceObjects.registryLogin(config);
    }

    private ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(config.build().namespace())
                .withLabels(labels())
                .build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(
                Labels.of(config.instance(), build.environment(), ServiceKey.of(build.step()), Labels.ROLE_BUILD));
        labels.put(Labels.ATTEMPT, Long.toString(build.step().attempt()));
        return labels;
    }

    private String secretsName() {
        return name() + "-secrets";
    }

    private String loginName() {
        return name() + "-login";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String script() {
        try (InputStream file =
                Objects.requireNonNull(BuildObjects.class.getResourceAsStream("build.sh"), "build.sh")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
