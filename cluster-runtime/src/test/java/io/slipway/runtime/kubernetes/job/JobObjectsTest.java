package io.slipway.runtime.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.RegistryLogin;
import io.slipway.runtime.kubernetes.Golden;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Names;
import io.slipway.runtime.kubernetes.TestConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobObjectsTest {

    private static final StepRef STEP =
            new StepRef("3f0c1d2e-env", "deployment-1", "9a8b7c6d-service", StepKind.JOB, 17);

    private static JobRuntime.Job job(ImageToRun image, ProcessInput input) {
        return new JobRuntime.Job(
                STEP,
                new EnvironmentRef(STEP.environmentId(), "Production", "project-1", "organization-1", "cluster-1"),
                "Seed the database",
                JobEvent.START,
                image,
                input,
                new Resources(500, 256),
                2,
                Duration.ofMinutes(10),
                Instant.parse("2026-11-21T10:00:00Z"));
    }

    private static JobObjects objects(KubernetesConfig config, JobRuntime.Job job) {
        return new JobObjects(config, Names.of(config), job);
    }

    @Test
    void shouldMakeJobOfImageAlone() {
        JobObjects objects =
                objects(TestConfig.of(Map.of()), job(ImageToRun.of("shop/seed:1.2"), ProcessInput.IMAGE_DEFAULT));

        assertThat(objects.secrets()).isEmpty();
        Golden.check("job-plain", List.of(objects.job(Duration.ofMinutes(10))));
    }

    @Test
    void shouldMakeJobWithVariablesFilesAndLogins() {
        KubernetesConfig config = TestConfig.of(Map.of(
                "image-mirror", "mirror.example.com/hub",
                "registry.url", "registry.example.com/team",
                "registry.username", "slipway",
                "registry.password", "pa$$word",
                "output-kept", "1h"));
        ProcessInput input = new ProcessInput(
                List.of("/bin/sh", "-c"),
                List.of("echo $(HOME) $$ costs 5$"),
                Map.of("PASSWORD", "s3cret", "DEBUG", "1"),
                List.of(new InputFile("/etc/app/a.json", "{}", false), new InputFile("/key", "k3y", true)));
        JobObjects objects = objects(
                config,
                job(
                        new ImageToRun(
                                "private.example.com/seed:1",
                                "sha256:" + "a".repeat(64),
                                new RegistryLogin("me", "mine")),
                        input));

        Job job = objects.job(Duration.ofMinutes(10));
        job.getMetadata().setUid("7e57");
        List<HasMetadata> all = new ArrayList<>();
        for (Secret secret : objects.secrets()) {
            all.add(JobObjects.owned(secret, job));
        }
        all.add(job);
        Golden.check("job-full", all);
        assertThat(job.toString()).doesNotContain("s3cret", "k3y", "mine");
    }

    @Test
    void shouldRefuseVariablesThatDoNotFit() {
        ProcessInput input = new ProcessInput(null, List.of(), Map.of("A", "x".repeat(1 << 20), "B", "y"), List.of());

        StepException e = catchThrowableOfType(
                StepException.class,
                () -> objects(TestConfig.of(Map.of()), job(ImageToRun.of("a"), input))
                        .secrets());

        assertThat(e.failure().message()).contains("1048576");
    }
}
