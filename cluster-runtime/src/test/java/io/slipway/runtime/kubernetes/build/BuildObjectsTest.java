package io.slipway.runtime.kubernetes.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageBuilder.Build;
import io.slipway.runtime.kubernetes.Golden;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Names;
import io.slipway.runtime.kubernetes.TestConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BuildObjectsTest {

    private static final StepRef STEP =
            new StepRef("3f0c1d2e-env", "deployment-1", "9a8b7c6d-service", StepKind.BUILD, 18);

    private static Build build(@Nullable String target, Map<String, String> arguments, Map<String, String> secrets) {
        return new Build(
                STEP,
                new EnvironmentRef(STEP.environmentId(), "Production", "project-1", "organization-1", ""),
                Path.of("context.tar"),
                "docker/Dockerfile",
                target,
                arguments,
                secrets,
                "registry.example.com:5000/team/9a8b7c6d-shop:0123456789ab-cdef",
                target == null ? null : "0123456789abcdef");
    }

    private static List<HasMetadata> all(KubernetesConfig config, Build build) {
        BuildObjects objects = new BuildObjects(config, Names.of(config), build);
        Job job = objects.job();
        job.getMetadata().setUid("7e57");
        List<HasMetadata> all = new ArrayList<>();
        all.add(BuildObjects.namespace(config));
        objects.parts().forEach(part -> all.add(BuildObjects.owned(part, job)));
        all.add(job);
        return all;
    }

    @Test
    void shouldMakeRootlessBuild() {
        KubernetesConfig config = TestConfig.of(Map.of("registry.url", "registry.example.com:5000/team"));

        Golden.check("build-rootless", all(config, build(null, Map.of(), Map.of())));
    }

    @Test
    void shouldMakePrivilegedBuildWithEverything() {
        KubernetesConfig config = TestConfig.of(Map.of(
                "registry.url", "registry.example.com:5000/team",
                "registry.insecure", "true",
                "registry.username", "slipway",
                "registry.password", "t0ken",
                "image-mirror", "mirror.example.com/hub/",
                "build.privileged", "true",
                "build.image", "tools/buildkit:1",
                "build.namespace", "builds",
                "build.cache", "false"));

        List<HasMetadata> all = all(
                config,
                build("final", Map.of("VERSION", "1.0", "PRICE", "$(COST) $5"), Map.of("TOKEN", "s3cret", "KEY", "k")));

        Golden.check("build-privileged", all);
        assertThat(all.getLast().toString()).doesNotContain("s3cret", "t0ken");
    }
}
