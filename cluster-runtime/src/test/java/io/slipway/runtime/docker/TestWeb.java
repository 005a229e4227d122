package io.slipway.runtime.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A web server of busybox that answers with its version. */
final class TestWeb {

    static final WorkloadSettings SETTINGS = settings(Duration.ofMillis(500));

    /** Until a container is made, started and probed, on a machine that has much else to do. */
    static final Duration UNTIL_STARTED = Duration.ofSeconds(6);

    static final Resources SMALL = new Resources(500, 32);
    static final Probe READY = probe(new Check.Http(8080, "/", "HTTP"));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SERVE =
            "mkdir -p /www && echo \"$VERSION\" > /www/index.html && echo 'web is ready' && exec httpd -f -p 8080 -h /www";

    private final TestDocker docker;
    private final ServiceKey key;

    TestWeb(TestDocker docker, ServiceKey key) {
        this.docker = docker;
        this.key = key;
    }

    /** Settings with which an instance that was replaced serves for {@code drain}. */
    static WorkloadSettings settings(Duration drain) {
        return new WorkloadSettings(
                "127.0.0.1",
                21_000,
                24_999,
                "10.214.0.0/16",
                24,
                Duration.ofSeconds(1),
                drain,
                Duration.ofMillis(500),
                1);
    }

    static Probe probe(Check check) {
        return new Probe(check, 0, 1, 3, 1, 3);
    }

    static ProcessInput shell(String script, Map<String, String> environment) {
        return new ProcessInput(List.of("/bin/sh", "-c"), List.of(script), environment, List.of());
    }

    static PortSpec http(@Nullable Integer externalPort) {
        return new PortSpec("web", 8080, externalPort, true, true, Protocol.HTTP);
    }

    Workload.Service working(String version, int instances) {
        return service(shell(SERVE, Map.of("VERSION", version)), instances, List.of(http(null)), List.of(READY));
    }

    Workload.Service crashing() {
        return service(shell("echo 'cannot go on' >&2; exit 1", Map.of()), 1, List.of(http(null)), List.of(READY));
    }

    Workload.Service hanging() {
        return service(shell("sleep 600", Map.of()), 1, List.of(http(null)), List.of(READY));
    }

    /** Serves as soon as there is a file {@code /go}. */
    Workload.Service waiting() {
        return service(
                shell("while ! test -e /go; do sleep 0.1; done; " + SERVE, Map.of("VERSION", "late")),
                1,
                List.of(http(null)),
                List.of(READY));
    }

    Workload.Service missing() {
        Workload.Service service = working("missing", 1);
        return new Workload.Service(
                service.key(),
                service.environment(),
                service.name(),
                service.hostnames(),
                ImageToRun.of("127.0.0.1:1/no/such:image"),
                service.input(),
                service.ports(),
                service.resources(),
                1,
                1,
                service.readiness(),
                null,
                List.of());
    }

    Workload.Service service(ProcessInput input, int instances, List<PortSpec> ports, List<Probe> readiness) {
        return new Workload.Service(
                key,
                Environments.ref(key),
                "web",
                List.of("app-web", "web"),
                ImageToRun.of(TestDocker.IMAGE),
                input,
                ports,
                SMALL,
                instances,
                instances,
                readiness,
                null,
                List.of());
    }

    List<Container> containers() {
        return docker.containers(Map.of(
                Labels.ENVIRONMENT, key.environmentId(),
                Labels.SERVICE, key.serviceId()));
    }

    List<String> serving() {
        return containers().stream()
                .filter(container -> container.getState().equals("running") && !isCandidate(container))
                .map(Container::getId)
                .sorted()
                .toList();
    }

    List<String> candidates() {
        return containers().stream()
                .filter(TestWeb::isCandidate)
                .map(Container::getId)
                .sorted()
                .toList();
    }

    boolean candidateRuns() {
        return containers().stream()
                .anyMatch(container ->
                        isCandidate(container) && container.getState().equals("running"));
    }

    private static boolean isCandidate(Container container) {
        return Arrays.stream(container.getNames()).anyMatch(name -> name.endsWith("-new"));
    }

    /** What answers at the published port of the first instance that serves. */
    String version() {
        Optional<Integer> port = containers().stream()
                .filter(container -> container.getState().equals("running") && !isCandidate(container))
                .flatMap(container -> Arrays.stream(container.getPorts()))
                .map(ContainerPort::getPublicPort)
                .filter(java.util.Objects::nonNull)
                .findFirst();
        return port.map(number -> get("http://127.0.0.1:" + number)).orElse("");
    }

    static String get(String url) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
