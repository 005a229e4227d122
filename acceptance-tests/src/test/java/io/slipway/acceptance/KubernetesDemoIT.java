package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slipway.acceptance.support.Manifests;
import io.slipway.platform.cluster.Cluster;
import io.slipway.platform.process.Ports;
import io.slipway.platform.stack.Installation;
import io.slipway.platform.stack.PortPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The demo on a cluster, in an installation of its own. {@code ./slipway test --kubeconfig FILE --registry HOST:PORT} says
 * where the cluster is; without that the test is skipped.
 */
@Isolated
class KubernetesDemoIT {

    private static final int PATIENCE_MINUTES = 20;
    private static final Map<String, String> OPTIONS = Map.of(
            "SLIPWAY_TEST_KUBECONFIG", "--kubeconfig",
            "SLIPWAY_TEST_CONTEXT", "--context",
            "SLIPWAY_TEST_REGISTRY", "--registry",
            "SLIPWAY_TEST_REGISTRY_FROM_CLUSTER", "--registry-from-cluster",
            "SLIPWAY_TEST_IMAGE_MIRROR", "--image-mirror",
            "SLIPWAY_TEST_BUILDKIT", "--buildkit-image",
            "SLIPWAY_TEST_STORAGE_CLASS", "--storage-class");

    private record Ended(int exitCode, String output) {}

    @BeforeEach
    void needACluster() {
        assumeThat(System.getenv("SLIPWAY_TEST_KUBECONFIG"))
                .as("no cluster is given: ./slipway test --kubeconfig FILE --registry HOST:PORT")
                .isNotNull();
        assumeThat(System.getenv("SLIPWAY_TEST_BUILDKIT"))
                .as("the cluster has no BuildKit image, and the demo builds")
                .isNotNull();
    }

    @Test
    void shouldPassAndLeaveNothingBehind() throws Exception {
        Path home = Files.createTempDirectory(
                Files.createDirectories(Manifests.root().resolve("acceptance-tests/target")), "cluster-demo-");
        List<String> arguments = new ArrayList<>(List.of("demo", "--port-base", Integer.toString(freePortBase())));
        OPTIONS.forEach((variable, option) -> {
            String value = System.getenv(variable);
            if (value != null && !value.isBlank()) {
                arguments.addAll(List.of(option, value));
            }
        });
        if (Boolean.parseBoolean(System.getenv("SLIPWAY_TEST_PRIVILEGED_BUILDS"))) {
            arguments.add("--privileged-builds");
        }

        Ended demo;
        List<String> left;
        try (Cluster cluster = Cluster.connect(
                Path.of(System.getenv("SLIPWAY_TEST_KUBECONFIG")),
                Optional.ofNullable(System.getenv("SLIPWAY_TEST_CONTEXT")))) {
            Map<String, String> labels =
                    Map.of("slipway.io/instance", new Installation(Manifests.root(), home).instance());
            try {
                demo = slipway(home, arguments);
                left = cluster.namespaces(labels);
            } finally {
                cluster.deleteNamespaces(labels);
            }
        }

        assertThat(demo.output()).endsWith("demo: passed\n");
        assertThat(demo.exitCode()).isZero();
        assertThat(demo.output())
                .contains("DEPLOYED", "STOPPED", "DELETED", "port-forward")
                .doesNotContain("\u001b[");
        assertThat(left).isEmpty();
    }

    private static Ended slipway(Path home, List<String> arguments) throws IOException, InterruptedException {
        Path root = Manifests.root();
        Path output = Files.createTempFile(home.getParent(), "cluster-demo-", ".log");
        ProcessBuilder builder = new ProcessBuilder(root.resolve("slipway").toString()).directory(root.toFile());
        builder.command().addAll(arguments);
        builder.environment().put("SLIPWAY_HOME", home.toString());
        builder.environment().put("SLIPWAY_SKIP_BUILD", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroy();
        }
        return new Ended(process.waitFor(), Files.readString(output));
    }

    private static int freePortBase() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int base = 12_000 + ThreadLocalRandom.current().nextInt(700) * 10;
            if (IntStream.range(base, base + PortPlan.SIZE).allMatch(Ports::isFree)) {
                return base;
            }
        }
        throw new IllegalStateException("no " + PortPlan.SIZE + " free ports in a row");
    }
}
