package io.slipway.platform.cli;

import io.slipway.platform.cluster.ClusterSettings;
import io.slipway.platform.demo.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/**
 * {@code slipway test}: makes ready what the tests need. The launcher script then runs Maven, which rewrites the very
 * jars that this process is made of.
 */
@Command(
        name = "test",
        description = {
            "Run all tests: unit, simulation, embedded broker and database, containers. Further arguments go to Maven.",
            "With --kubeconfig: the tests of the Kubernetes runtime and the demo, on that cluster."
        })
final class TestCommand implements Runnable {

    private static final List<String> TEST_IMAGES = List.of("redis:7", "mysql:8");

    @ParentCommand
    RootCommand root;

    @Mixin
    ClusterOptions cluster;

    @Override
    public void run() {
        boolean onCluster = cluster.areGiven();
        Session session = Session.of(root);
        Path variables = session.installation().testVariables();
        List<String> images = new ArrayList<>(
                Sample.load(session.installation().samples().resolve("shop")).images());
        try {
            Files.deleteIfExists(variables);
            if (onCluster) {
                try (ClusterTarget target = new ClusterTarget(session, cluster)) {
                    Optional<String> obstacle = target.buildObstacle();
                    obstacle.ifPresent(text ->
                            session.screen().line(text + " Tests that build, the demo among them, are skipped."));
                    target.provideImages(images);
                    Files.createDirectories(variables.getParent());
                    Files.writeString(variables, text(variables(target.settings(), obstacle.isEmpty())));
                }
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + variables, e);
        }
        session.screen()
                .line("No cluster is given: the tests on one are skipped (--kubeconfig FILE --registry HOST:PORT).");
        images.addAll(TEST_IMAGES);
        try (Target engine = new EngineTarget(session)) {
            engine.provideImages(images);
        }
    }

    /** What the tests are told, as environment variables. */
    private Map<String, String> variables(ClusterSettings settings, boolean builds) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SLIPWAY_TEST_KUBECONFIG", settings.kubeconfig().toString());
        settings.context().ifPresent(context -> variables.put("SLIPWAY_TEST_CONTEXT", context));
        variables.put("SLIPWAY_TEST_REGISTRY", settings.registry());
        variables.put("SLIPWAY_TEST_REGISTRY_FROM_CLUSTER", settings.registryFromCluster());
        settings.imageMirror().ifPresent(mirror -> variables.put("SLIPWAY_TEST_IMAGE_MIRROR", mirror));
        settings.storageClass().ifPresent(name -> variables.put("SLIPWAY_TEST_STORAGE_CLASS", name));
        if (builds) {
            variables.put("SLIPWAY_TEST_BUILDKIT", settings.buildkitImage());
            variables.put("SLIPWAY_TEST_PRIVILEGED_BUILDS", Boolean.toString(settings.privilegedBuilds()));
        }
        return variables;
    }

    private static String text(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
