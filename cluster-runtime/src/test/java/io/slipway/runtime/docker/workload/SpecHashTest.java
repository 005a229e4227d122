package io.slipway.runtime.docker.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.RegistryLogin;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Workload;
import io.slipway.runtime.Workload.Volume;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecHashTest {

    private static final Probe PROBE = new Probe(new Check.Tcp(1), 0, 1, 1, 1, 1);
    private static final PortSpec PORT = new PortSpec("web", 8080, null, true, true, Protocol.HTTP);
    private static final Workload.Service BASE = service("web", ImageToRun.of("a:1"), input("1"), 1);

    private static ProcessInput input(String value) {
        return new ProcessInput(null, List.of("x"), Map.of("A", value), List.of(new InputFile("/f", value, false)));
    }

    private static Workload.Service service(String name, ImageToRun image, ProcessInput input, int instances) {
        return new Workload.Service(
                new ServiceKey("e", "s"),
                Environments.ref(new ServiceKey("e", "s")),
                name,
                List.of("h"),
                image,
                input,
                List.of(PORT),
                new Resources(1, 1),
                instances,
                instances,
                List.of(PROBE),
                null,
                List.of());
    }

    private static String hash(Workload workload) {
        return SpecHash.of(workload, "sha256:1");
    }

    @Test
    void shouldBeTheSameForWhatNeedsNoRollout() {
        ImageToRun withLogin = new ImageToRun("a:2", "sha256:9", new RegistryLogin("u", "p"));

        assertThat(hash(service("renamed", withLogin, input("1"), 7))).isEqualTo(hash(BASE));
    }

    @Test
    void shouldNotDependOnTheOrderOfVariables() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("A", "1");
        one.put("B", "2");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("B", "2");
        other.put("A", "1");

        assertThat(hash(service("w", BASE.image(), new ProcessInput(null, List.of(), one, List.of()), 1)))
                .isEqualTo(hash(service("w", BASE.image(), new ProcessInput(null, List.of(), other, List.of()), 1)));
    }

    @Test
    void shouldDifferWithEverythingThatAnInstanceIsMadeOf() {
        Workload.Service b = BASE;
        List<Workload> different = new ArrayList<>();
        different.add(b);
        different.add(service("web", b.image(), input("2"), 1));
        different.add(service(
                "web",
                b.image(),
                new ProcessInput(
                        List.of("e"), List.of("x"), Map.of("A", "1"), b.input().files()),
                1));
        different.add(service(
                "web",
                b.image(),
                new ProcessInput(null, List.of("y"), Map.of("A", "1"), b.input().files()),
                1));
        different.add(service("web", b.image(), new ProcessInput(null, List.of("x"), Map.of("A", "1"), List.of()), 1));
        different.add(changed(List.of("other"), b.ports(), b.resources(), b.readiness(), null, List.of()));
        different.add(changed(b.hostnames(), List.of(), b.resources(), b.readiness(), null, List.of()));
        different.add(changed(b.hostnames(), b.ports(), new Resources(2, 1), b.readiness(), null, List.of()));
        different.add(changed(b.hostnames(), b.ports(), b.resources(), List.of(), null, List.of()));
        different.add(changed(b.hostnames(), b.ports(), b.resources(), b.readiness(), PROBE, List.of()));
        different.add(changed(
                b.hostnames(), b.ports(), b.resources(), b.readiness(), null, List.of(new Volume("v", "/v", 1))));

        Set<String> hashes = new HashSet<>();
        different.forEach(workload -> hashes.add(hash(workload)));
        assertThat(hashes).hasSize(different.size());
        assertThat(SpecHash.of(b, "sha256:2")).isNotEqualTo(hash(b));
    }

    private static Workload.Service changed(
            List<String> hostnames,
            List<PortSpec> ports,
            Resources resources,
            List<Probe> readiness,
            @org.jspecify.annotations.Nullable Probe liveness,
            List<Volume> volumes) {
        return new Workload.Service(
                BASE.key(),
                BASE.environment(),
                BASE.name(),
                hostnames,
                BASE.image(),
                BASE.input(),
                ports,
                resources,
                1,
                1,
                readiness,
                liveness,
                volumes);
    }
}
