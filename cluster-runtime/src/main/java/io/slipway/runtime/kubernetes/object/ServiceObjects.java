package io.slipway.runtime.kubernetes.object;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.work.Endpoint;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Workload;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All objects of one service that runs.
 *
 * @param secrets what its processes start with
 * @param controller the Deployment, or the StatefulSet of a service with volumes
 * @param others what leads to its pods and keeps them: Services, Ingresses, autoscaler, disruption budget
 * @param endpoints where its public ports are reachable
 */
public record ServiceObjects(
        List<HasMetadata> secrets, HasMetadata controller, List<HasMetadata> others, List<Endpoint> endpoints) {

    private static final int MAX_SURGE = 1;

    public ServiceObjects {
        secrets = List.copyOf(secrets);
        others = List.copyOf(others);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * The objects of {@code service}.
     *
     * @throws io.slipway.kit.work.StepException if it asks for what a cluster does not have
     */
    public static ServiceObjects of(KubernetesConfig config, Names names, Workload.Service service) {
        return new Builder(config, names, service).build();
    }

    private static final class Builder {

        private final KubernetesConfig config;
        private final Workload.Service service;
        private final ServiceKey key;
        private final String name;
        private final String namespace;
        private final List<String> hostnames;
        private final PodProcess process;

        private Builder(KubernetesConfig config, Names names, Workload.Service service) {
            this.config = config;
            this.service = service;
            this.key = service.key();
            this.name = names.service(key);
            this.namespace = names.namespace(key.environmentId());
            this.hostnames = hostnames(service.hostnames(), name);
            this.process = PodProcess.of(
                    config,
                    metadata(name, Labels.ROLE_WORKLOAD),
                    service.image(),
                    service.input(),
                    service.resources());
        }

        private ServiceObjects build() {
            List<HasMetadata> others = new ArrayList<>();
            hostnames.forEach(hostname -> others.add(service(hostname)));
            distinctPorts().stream().filter(this::hasIngress).forEach(port -> others.add(ingress(port)));
            if (service.instances() > 0 && service.instances() < service.maxInstances()) {
                others.add(autoscaler());
            }
            if (service.instances() >= 2) {
                others.add(disruptionBudget());
            }
            return new ServiceObjects(
                    List.copyOf(process.secrets()),
                    service.volumes().isEmpty() ? deployment() : statefulSet(),
                    others,
                    endpoints());
        }

        private static List<String> hostnames(List<String> wanted, String name) {
            Set<String> labels = new LinkedHashSet<>();
            wanted.forEach(hostname -> labels.add(Names.dnsLabel(hostname, 63)));
            return labels.isEmpty() ? List.of(name) : List.copyOf(labels);
        }

        private HasMetadata deployment() {
            return new DeploymentBuilder()
                    .withMetadata(titled(metadata(name, Labels.ROLE_WORKLOAD)))
                    .withNewSpec()
                    .withReplicas(service.instances())
                    .withMinReadySeconds(minReadySeconds())
                    .withRevisionHistoryLimit(2)
                    .withProgressDeadlineSeconds(Integer.MAX_VALUE)
                    .withSelector(selector())
                    .withNewStrategy()
                    .withType("RollingUpdate")
                    .withNewRollingUpdate()
                    .withMaxSurge(new IntOrString(MAX_SURGE))
                    .withMaxUnavailable(new IntOrString(0))
                    .endRollingUpdate()
                    .endStrategy()
                    .withTemplate(template())
                    .endSpec()
                    .build();
        }

        private HasMetadata statefulSet() {
            return new StatefulSetBuilder()
                    .withMetadata(titled(metadata(name, Labels.ROLE_WORKLOAD)))
                    .withNewSpec()
                    .withReplicas(service.instances())
                    .withMinReadySeconds(minReadySeconds())
                    .withRevisionHistoryLimit(2)
                    .withServiceName(name)
                    // One after the other would wait for ever for one that does not get ready, also when going back.
                    .withPodManagementPolicy("Parallel")
                    .withSelector(selector())
                    .withNewUpdateStrategy()
                    .withType("RollingUpdate")
                    .endUpdateStrategy()
                    .withTemplate(template())
                    .withVolumeClaimTemplates(
                            service.volumes().stream().map(this::claim).toList())
                    .endSpec()
                    .build();
        }

        private PodTemplateSpec template() {
            Container container = PodProbes.add(process.container(), service.readiness(), service.liveness());
            ContainerBuilder mounted = new ContainerBuilder(container)
                    .withPorts(distinctPorts().stream()
                            .map(port -> new io.fabric8.kubernetes.api.model.ContainerPortBuilder()
                                    .withName(portName(port))
                                    .withContainerPort(port.internalPort())
                                    .withProtocol(protocol(port))
                                    .build())
                            .toList());
            service.volumes()
                    .forEach(volume -> mounted.addToVolumeMounts(new VolumeMountBuilder()
                            .withName(volumeName(volume))
                            .withMountPath(volume.mountPoint())
                            .build()));
            return new PodTemplateSpecBuilder()
                    .withNewMetadata()
                    .withLabels(podLabels())
                    .endMetadata()
                    .withNewSpec()
                    .withAutomountServiceAccountToken(false)
                    .withEnableServiceLinks(false)
                    .withTerminationGracePeriodSeconds(config.stopGrace().toSeconds())
                    .withImagePullSecrets(process.pullSecrets())
                    .withContainers(mounted.build())
                    .withVolumes(process.volumes())
                    .endSpec()
                    .build();
        }

        private PersistentVolumeClaim claim(Workload.Volume volume) {
            return new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withName(volumeName(volume))
                    .withLabels(podLabels())
                    .endMetadata()
                    .withNewSpec()
                    .withAccessModes("ReadWriteOnce")
                    .withStorageClassName(config.storageClass().orElse(null))
                    .withNewResources()
                    .addToRequests("storage", new Quantity(Math.max(1, volume.sizeGib()) + "Gi"))
                    .endResources()
                    .endSpec()
                    .build();
        }

        private HasMetadata service(String hostname) {
            List<ServicePort> ports = distinctPorts().stream()
                    .map(port -> new ServicePortBuilder()
                            .withName(portName(port))
                            .withPort(port.internalPort())
                            .withTargetPort(new IntOrString(port.internalPort()))
                            .withProtocol(protocol(port))
                            .withAppProtocol(port.protocol() == Protocol.GRPC ? "kubernetes.io/h2c" : null)
                            .build())
                    .toList();
            return new ServiceBuilder()
                    .withMetadata(titled(metadata(hostname, Labels.ROLE_WORKLOAD)))
                    .withNewSpec()
                    .withType("ClusterIP")
                    // Without ports the name leads straight to the pods.
                    .withClusterIP(ports.isEmpty() ? "None" : null)
                    .withSelector(podLabels())
                    .withPorts(ports)
                    .endSpec()
                    .build();
        }

        private boolean hasIngress(PortSpec port) {
            return config.ingress().domain().isPresent()
                    && port.publiclyAccessible()
                    && (port.protocol() == Protocol.HTTP || port.protocol() == Protocol.GRPC);
        }

        private HasMetadata ingress(PortSpec port) {
            IngressBuilder ingress = new IngressBuilder()
                    .withMetadata(titled(metadata(name + "-p" + port.internalPort(), Labels.ROLE_WORKLOAD)))
                    .withNewSpec()
                    .withIngressClassName(config.ingress().className().orElse(null))
                    .addNewRule()
                    .withHost(host(port))
                    .withNewHttp()
                    .addNewPath()
                    .withPath("/")
                    .withPathType("Prefix")
                    .withNewBackend()
                    .withNewService()
                    .withName(hostnames.getFirst())
                    .withNewPort()
                    .withNumber(port.internalPort())
                    .endPort()
                    .endService()
                    .endBackend()
                    .endPath()
                    .endHttp()
                    .endRule()
                    .endSpec();
            config.ingress()
                    .tlsSecret()
                    .ifPresent(secret -> ingress.editSpec()
                            .addNewTl()
                            .withHosts(host(port))
                            .withSecretName(secret)
                            .endTl()
                            .endSpec());
            return ingress.build();
        }

        private String host(PortSpec port) {
            String first = hostnames.getFirst();
            String label = isDefault(port) ? first : Names.dnsLabel("p" + port.internalPort() + "-" + first, 63);
            return label + "." + config.ingress().domain().orElse("");
        }

        private HasMetadata autoscaler() {
            return new HorizontalPodAutoscalerBuilder()
                    .withMetadata(titled(metadata(name, Labels.ROLE_WORKLOAD)))
                    .withNewSpec()
                    .withNewScaleTargetRef()
                    .withApiVersion("apps/v1")
                    .withKind(service.volumes().isEmpty() ? "Deployment" : "StatefulSet")
                    .withName(name)
                    .endScaleTargetRef()
                    .withMinReplicas(service.instances())
                    .withMaxReplicas(service.maxInstances())
                    .addNewMetric()
                    .withType("Resource")
                    .withNewResource()
                    .withName("cpu")
                    .withNewTarget()
                    .withType("Utilization")
                    .withAverageUtilization(config.targetCpuPercent())
                    .endTarget()
                    .endResource()
                    .endMetric()
                    .endSpec()
                    .build();
        }

        private HasMetadata disruptionBudget() {
            return new PodDisruptionBudgetBuilder()
                    .withMetadata(titled(metadata(name, Labels.ROLE_WORKLOAD)))
                    .withNewSpec()
                    .withMaxUnavailable(new IntOrString(1))
                    .withSelector(selector())
                    .endSpec()
                    .build();
        }

        private List<Endpoint> endpoints() {
            List<Endpoint> endpoints = new ArrayList<>();
            for (PortSpec port : distinctPorts()) {
                if (port.publiclyAccessible()) {
                    endpoints.add(new Endpoint(port.name(), port.internalPort(), url(port), isDefault(port)));
                }
            }
            return endpoints;
        }

        private String url(PortSpec port) {
            if (hasIngress(port)) {
                return (config.ingress().tlsSecret().isPresent() ? "https://" : "http://") + host(port);
            }
            String scheme = switch (port.protocol()) {
                case HTTP, GRPC -> "http";
                case TCP -> "tcp";
                case UDP -> "udp";
            };
            return scheme + "://" + hostnames.getFirst() + "." + namespace + ".svc.cluster.local:"
                    + port.internalPort();
        }

        /** The port that is marked so, else the first public one. */
        private boolean isDefault(PortSpec port) {
            List<PortSpec> open = distinctPorts().stream()
                    .filter(PortSpec::publiclyAccessible)
                    .toList();
            return open.stream().anyMatch(PortSpec::isDefault)
                    ? port.isDefault()
                    : !open.isEmpty() && open.getFirst().equals(port);
        }

        private List<PortSpec> distinctPorts() {
            Map<String, PortSpec> ports = new LinkedHashMap<>();
            service.ports().forEach(port -> ports.putIfAbsent(portName(port), port));
            return List.copyOf(ports.values());
        }

        private int minReadySeconds() {
            return service.readiness().isEmpty() ? (int) config.settle().toSeconds() : 0;
        }

        private LabelSelector selector() {
            return new LabelSelectorBuilder().withMatchLabels(podLabels()).build();
        }

        /** Nothing that may change: selectors cannot. */
        private Map<String, String> podLabels() {
            return Labels.service(config.instance(), key, Labels.ROLE_WORKLOAD);
        }

        private ObjectMeta metadata(String objectName, String role) {
            return new ObjectMetaBuilder()
                    .withName(objectName)
                    .withNamespace(namespace)
                    .withLabels(Labels.of(config.instance(), service.environment(), key, role))
                    .build();
        }

        private ObjectMeta titled(ObjectMeta metadata) {
            return new ObjectMetaBuilder(metadata)
                    .addToAnnotations(Labels.SERVICE_NAME, service.name())
                    .build();
        }

        private static String portName(PortSpec port) {
            return (port.protocol() == Protocol.UDP ? "u" : "p") + port.internalPort();
        }

        private static String protocol(PortSpec port) {
            return port.protocol() == Protocol.UDP ? "UDP" : "TCP";
        }

        private static String volumeName(Workload.Volume volume) {
            return Names.volume(volume.id());
        }
    }

    /** All of them, in the order in which they have to come. */
    public List<HasMetadata> all() {
        List<HasMetadata> all = new ArrayList<>(secrets);
        all.add(controller);
        all.addAll(others);
        return all;
    }

    /** Everything but the secrets. */
    public List<HasMetadata> open() {
        List<HasMetadata> all = new ArrayList<>();
        all.add(controller);
        all.addAll(others);
        return all;
    }

    @Override
    public String toString() {
        return "ServiceObjects[" + controller.getMetadata().getName() + "]";
    }
}
