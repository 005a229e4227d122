package io.slipway.runtime.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Workload;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A small web service on a real cluster, and a look at its pods. */
public final class TestService {

    public static final Resources SMALL = new Resources(500, 32);
    public static final Probe READY = probe(new Check.Http(8080, "/", "HTTP"));
    public static final PortSpec HTTP = new PortSpec("web", 8080, null, true, true, Protocol.HTTP);

    private static final String SERVE =
            "mkdir -p /www && echo \"$VERSION\" > /www/index.html && echo 'web is ready' && exec httpd -f -p 8080 -h /www";

    private final Cluster cluster;
    private final ServiceKey key;

    public TestService(Cluster cluster, ServiceKey key) {
        this.cluster = cluster;
        this.key = key;
    }

    public static Probe probe(Check check) {
        return new Probe(check, 0, 1, 1, 1, 3);
    }

    public static ProcessInput shell(String script, Map<String, String> environment) {
        return new ProcessInput(List.of("/bin/sh", "-c"), List.of(script), environment, List.of());
    }

    public Workload.Service working(String version, int instances) {
        return service(shell(SERVE, Map.of("VERSION", version)), instances, List.of(READY), List.of());
    }

    public Workload.Service crashing() {
        return service(shell("echo 'cannot go on' >&2; exit 1", Map.of()), 1, List.of(READY), List.of());
    }

    public Workload.Service hanging() {
        return service(shell("sleep 600", Map.of()), 1, List.of(READY), List.of());
    }

    /** Serves as soon as there is a file {@code /go}. */
    public Workload.Service waiting() {
        return service(
                shell("while ! test -e /go; do sleep 0.1; done; " + SERVE, Map.of("VERSION", "late")),
                1,
                List.of(READY),
                List.of());
    }

    public Workload.Service missing() {
        return service("127.0.0.1:1/no/such:image", ProcessInput.IMAGE_DEFAULT, SMALL, 1, List.of(READY), List.of());
    }

    public Workload.Service service(
            ProcessInput input, int instances, List<Probe> readiness, List<Workload.Volume> volumes) {
        return service(TestCluster.IMAGE, input, SMALL, instances, readiness, volumes);
    }

    public Workload.Service service(
            String image,
            ProcessInput input,
            Resources resources,
            int instances,
            List<Probe> readiness,
            List<Workload.Volume> volumes) {
        return new Workload.Service(
                key,
                Environments.ref(key),
                "web",
                List.of("app-web", "web"),
                ImageToRun.of(image),
                input,
                List.of(HTTP),
                resources,
                instances,
                instances,
                readiness,
                null,
                volumes);
    }

    public String namespace() {
        return cluster.names().namespace(key.environmentId());
    }

    /** Pods that are not on their way out. */
    public List<Pod> pods() {
        return cluster
                .client()
                .pods()
                .inNamespace(namespace())
                .withLabels(Labels.service(cluster.instance(), key))
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    public List<String> serving() {
        return names(TestService::isReady);
    }

    public List<String> candidates() {
        return names(Predicate.not(TestService::isReady));
    }

    public boolean candidateRuns() {
        return pods().stream()
                .filter(Predicate.not(TestService::isReady))
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .anyMatch(status -> status.getState().getRunning() != null);
    }

    /** What answers in the first pod that serves. */
    public String version() {
        return serving().stream().findFirst().map(this::get).orElse("");
    }

    private String get(String pod) {
        try {
            String answer = cluster.client().raw("/api/v1/namespaces/" + namespace() + "/pods/" + pod + ":8080/proxy/");
            return answer == null ? "" : answer.strip();
        } catch (KubernetesClientException _) {
            return "";
        }
    }

    /** Runs a shell script in a pod. */
    public void run(String pod, String script) {
        try (ExecWatch exec = cluster.client()
                .pods()
                .inNamespace(namespace())
                .withName(pod)
                .inContainer("app")
                .redirectingOutput()
                .exec("/bin/sh", "-c", script)) {
            exec.exitCode().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names(Predicate<Pod> which) {
        return pods().stream()
                .filter(which)
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    private static boolean isReady(Pod pod) {
        return !pod.getStatus().getContainerStatuses().isEmpty()
                && pod.getStatus().getContainerStatuses().stream().allMatch(ContainerStatus::getReady);
    }
}
