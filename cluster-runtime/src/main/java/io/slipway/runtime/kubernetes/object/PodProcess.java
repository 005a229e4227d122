package io.slipway.runtime.kubernetes.object;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A process as a container of a pod, with the secrets that it starts with. The names of the secrets hold a hash of what is
 * in them: what changes gets a new secret, and the former version of the service finds its own unchanged.
 *
 * @param secrets have to be there before the pod
 * @param volumes the files among them
 * @param pullSecrets logins for the image
 */
public record PodProcess(
        List<Secret> secrets, Container container, List<Volume> volumes, List<LocalObjectReference> pullSecrets) {

    /** Name of the container that a pod is there for. */
    public static final String CONTAINER = "app";

    private static final String FILES = "slipway-files";

    public PodProcess {
        secrets = List.copyOf(secrets);
        volumes = List.copyOf(volumes);
        pullSecrets = List.copyOf(pullSecrets);
    }

    /**
     * The process of {@code image}.
     *
     * @param owner namespace and labels of what is made; its name is what the names of the secrets begin with
     * @throws io.slipway.kit.work.StepException if variables or files are too large
     */
    public static PodProcess of(
            KubernetesConfig config, ObjectMeta owner, ImageToRun image, ProcessInput input, Resources resources) {
        List<Secret> secrets = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        ContainerBuilder container = new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(reference(config, image))
                .withResources(resources(config, resources));
        List<String> entrypoint = input.entrypoint();
        if (entrypoint != null) {
            container.withCommand(literal(entrypoint));
        }
        if (!input.arguments().isEmpty()) {
            container.withArgs(literal(input.arguments()));
        }
        if (!input.environment().isEmpty()) {
            Secret variables =
                    Secrets.variables(named(owner, "env", new TreeMap<>(input.environment()).toString()), input);
            secrets.add(variables);
            container
                    .addNewEnvFrom()
                    .withNewSecretRef(variables.getMetadata().getName(), null)
                    .endEnvFrom();
        }
        if (!input.files().isEmpty()) {
            Secret files = Secrets.files(
                    named(
                            owner,
                            "files",
                            input.files().stream()
                                    .map(InputFile::content)
                                    .toList()
                                    .toString()),
                    input.files());
            secrets.add(files);
            volumes.add(new VolumeBuilder()
                    .withName(FILES)
                    .withNewSecret()
                    .withSecretName(files.getMetadata().getName())
                    .withDefaultMode(0444)
                    .endSecret()
                    .build());
            container.withVolumeMounts(mounts(input.files()));
        }
        return new PodProcess(secrets, container.build(), volumes, pullSecrets(config, owner, image, secrets));
    }

    /** Limits as they are wanted, and what the scheduler sets aside for them. */
    public static ResourceRequirements resources(KubernetesConfig config, Resources wanted) {
        ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder();
        if (wanted.cpuMillis() > 0) {
            resources.addToLimits("cpu", new Quantity(wanted.cpuMillis() + "m"));
            resources.addToRequests("cpu", new Quantity(percent(wanted.cpuMillis(), config.cpuRequestPercent()) + "m"));
        }
        if (wanted.memoryMib() > 0) {
            resources.addToLimits("memory", new Quantity(wanted.memoryMib() + "Mi"));
            resources.addToRequests(
                    "memory", new Quantity(percent(wanted.memoryMib(), config.memoryRequestPercent()) + "Mi"));
        }
        return resources.build();
    }

    private static long percent(int whole, int percent) {
        return Math.max(1, (long) whole * percent / 100);
    }

    /** The image as the nodes have to be asked for it: by its digest where that is known. */
    public static String reference(KubernetesConfig config, ImageToRun image) {
        String reference = Images.mirrored(config, image.reference());
        String digest = image.digest();
        return digest == null || !digest.startsWith("sha256:") || reference.contains("@")
                ? reference
                : reference + "@" + digest;
    }

    private static List<VolumeMount> mounts(List<InputFile> files) {
        List<VolumeMount> mounts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            mounts.add(new VolumeMountBuilder()
                    .withName(FILES)
                    .withMountPath(files.get(i).path())
                    .withSubPath(Secrets.fileKey(i))
                    .withReadOnly(true)
                    .build());
        }
        return mounts;
    }

    private static List<LocalObjectReference> pullSecrets(
            KubernetesConfig config, ObjectMeta owner, ImageToRun image, List<Secret> secrets) {
        List<LocalObjectReference> references = new ArrayList<>();
        if (image.login() != null) {
            Secret login = Secrets.pull(
                    named(
                            owner,
                            "pull",
                            image.login().username() + "\n" + image.login().password() + "\n"
                                    + Images.host(reference(config, image))),
                    Images.host(reference(config, image)),
                    image.login());
            secrets.add(login);
            references.add(new LocalObjectReference(login.getMetadata().getName()));
        }
        if (NamespaceObjects.registryLogin(config).isPresent()) {
            references.add(new LocalObjectReference(NamespaceObjects.REGISTRY_SECRET));
        }
        return references;
    }

    private static ObjectMeta named(ObjectMeta owner, String kind, String content) {
        return new ObjectMetaBuilder()
                .withName(owner.getName() + "-" + kind + "-" + Names.hash(owner.getNamespace(), content))
                .withNamespace(owner.getNamespace())
                .withLabels(owner.getLabels())
                .build();
    }

    /** Kubernetes replaces {@code $(NAME)} and {@code $$} in command lines: what is written is meant as it is. */
    public static List<String> literal(List<String> words) {
        return words.stream().map(word -> word.replace("$", "$$")).toList();
    }
}
