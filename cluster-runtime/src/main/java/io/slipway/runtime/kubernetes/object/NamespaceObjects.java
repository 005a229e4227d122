package io.slipway.runtime.kubernetes.object;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.runtime.RegistryLogin;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The namespace of an environment and what is in it once for all services. */
public final class NamespaceObjects {

    /** Pull secret for the registry of built images. */
    public static final String REGISTRY_SECRET = "slipway-registry";

    private static final String NAME = "slipway";

    private NamespaceObjects() {}

    /** The namespace. */
    public static Namespace namespace(KubernetesConfig config, Names names, EnvironmentRef environment) {
        Map<String, String> labels = labels(config, environment);
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(names.namespace(environment.id()))
                .withLabels(labels)
                .addToAnnotations(Labels.ENVIRONMENT_NAME, environment.name())
                .endMetadata()
                .build();
    }

    /** Quota, network policy and pull secret, as far as they are wanted. */
    public static List<HasMetadata> contents(KubernetesConfig config, Names names, EnvironmentRef environment) {
        List<HasMetadata> objects = new ArrayList<>();
        Map<String, Quantity> limits = limits(config.quota());
        if (!limits.isEmpty()) {
            objects.add(new ResourceQuotaBuilder()
                    .withMetadata(metadata(config, names, environment, NAME))
                    .withNewSpec()
                    .withHard(limits)
                    .endSpec()
                    .build());
        }
        if (config.networkPolicy().enabled()) {
            objects.add(networkPolicy(config, names, environment));
        }
        registryLogin(config)
                .map(login -> Secrets.pull(
                        metadata(config, names, environment, REGISTRY_SECRET),
                        Images.host(config.registry().url().orElse("")),
                        login))
                .ifPresent(objects::add);
        return objects;
    }

    /** Who Slipway is to the registry of built images. */
    public static Optional<RegistryLogin> registryLogin(KubernetesConfig config) {
        KubernetesConfig.Registry registry = config.registry();
        return registry.url().isPresent() && registry.username().isPresent()
                ? Optional.of(new RegistryLogin(
                        registry.username().get(), registry.password().orElse("")))
                : Optional.empty();
    }

    /** Whether {@code object} is there for all services, so that it needs no service to go on existing. */
    public static boolean isOfNamespace(HasMetadata object) {
        return Labels.ROLE_ENVIRONMENT.equals(object.getMetadata().getLabels().get(Labels.ROLE));
    }

    private static Map<String, Quantity> limits(KubernetesConfig.Quota quota) {
        Map<String, Quantity> hard = new LinkedHashMap<>();
        quota.cpu().ifPresent(cpu -> hard.put("limits.cpu", new Quantity(cpu)));
        quota.memory().ifPresent(memory -> hard.put("limits.memory", new Quantity(memory)));
        quota.pods().ifPresent(pods -> hard.put("pods", new Quantity(Integer.toString(pods))));
        quota.storage().ifPresent(storage -> hard.put("requests.storage", new Quantity(storage)));
        return hard;
    }

    private static HasMetadata networkPolicy(KubernetesConfig config, Names names, EnvironmentRef environment) {
        return new NetworkPolicyBuilder()
                .withMetadata(metadata(config, names, environment, NAME))
                .withNewSpec()
                .withPodSelector(new LabelSelectorBuilder().build())
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addToFrom(
                        new NetworkPolicyPeerBuilder()
                                .withPodSelector(new LabelSelectorBuilder().build())
                                .build(),
                        new NetworkPolicyPeerBuilder()
                                .withNewNamespaceSelector()
                                .addNewMatchExpression()
                                .withKey("kubernetes.io/metadata.name")
                                .withOperator("In")
                                .withValues(config.networkPolicy().allowedNamespaces())
                                .endMatchExpression()
                                .endNamespaceSelector()
                                .build())
                .endIngress()
                .endSpec()
                .build();
    }

    private static ObjectMeta metadata(KubernetesConfig config, Names names, EnvironmentRef environment, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(names.namespace(environment.id()))
                .withLabels(labels(config, environment))
                .build();
    }

    private static Map<String, String> labels(KubernetesConfig config, EnvironmentRef environment) {
        Map<String, String> labels = Labels.environment(config.instance(), environment.id());
        labels.put(Labels.ROLE, Labels.ROLE_ENVIRONMENT);
        labels.putAll(Labels.owners(environment));
        return labels;
    }
}
