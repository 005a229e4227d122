package io.slipway.deploy.app;

import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.RunSpec.ProcessSpec;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.events.work.WorkloadRequested.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands for tests. */
final class Samples {

    static final String ENVIRONMENT = "11111111-2222-4333-8444-555555555555";
    static final String SERVICE = "a1b2c3d4-0000-4000-8000-000000000001";
    static final EnvironmentRef REF = new EnvironmentRef(ENVIRONMENT, "dev", "project", "organization", "cluster");
    private static final ImageSource.Registry SOURCE = new ImageSource.Registry("", "shop/web", "1", null);

    private Samples() {}

    static StepRef step(StepKind kind, long attempt) {
        return new StepRef(ENVIRONMENT, "deployment", SERVICE, kind, attempt);
    }

    static Image image(String tag) {
        return new Image("fake/shop:" + tag, null, null, null);
    }

    static WebServiceSpec.Container web(RunSpec run) {
        return new WebServiceSpec.Container(SERVICE, "My Web", "stage", false, "app-za1b2c3d4-my-web", SOURCE, run);
    }

    static RunSpec run(@Nullable String entrypoint, String... arguments) {
        return new RunSpec(
                new ProcessSpec(entrypoint, List.of(arguments)),
                List.of(new RunSpec.PortSpec("web", 8080, null, true, true, RunSpec.Protocol.HTTP)),
                new Resources(250, 64),
                2,
                5,
                new Probes(new Probes.Probe(new Probes.Check.Tcp(8080), 0, 1, 1, 1, 3), null),
                List.of(new RunSpec.VolumeSpec("vol", 1, "/data")));
    }

    static DatabaseSpec database(DatabaseSpec.Engine engine, String password) {
        return new DatabaseSpec(
                SERVICE,
                "db",
                "stage",
                false,
                "za1b2c3d4-" + engine.lowerCase(),
                engine,
                "15",
                "superuser",
                Value.secret(password),
                "shop",
                true,
                new Resources(250, 256),
                10);
    }

    static JobSpec.Cron cron() {
        return new JobSpec.Cron(
                SERVICE,
                "nightly",
                "stage",
                false,
                SOURCE,
                new ProcessSpec("sh -c 'echo hi'", List.of()),
                "0 3 * * *",
                "Europe/Paris",
                new Resources(100, 32),
                2,
                60,
                null,
                Probes.NONE);
    }

    static JobSpec.Lifecycle job(int maxRestarts) {
        return new JobSpec.Lifecycle(
                SERVICE,
                "seed",
                "stage",
                false,
                SOURCE,
                Map.of(
                        JobEvent.START,
                        new ProcessSpec("/bin/seed --create", List.of("--all")),
                        JobEvent.STOP,
                        ProcessSpec.IMAGE_DEFAULT),
                new Resources(100, 32),
                maxRestarts,
                30,
                null,
                Probes.NONE);
    }

    static WorkloadRequested command(
            long attempt, Target target, ServiceSpec service, @Nullable Image image, ResolvedVariable... variables) {
        return new WorkloadRequested(
                step(StepKind.WORKLOAD, attempt),
                REF,
                target,
                service,
                image,
                List.of(variables),
                Instant.now().plusSeconds(60));
    }

    static JobRequested command(long attempt, JobSpec job, JobEvent event, Image image, ResolvedVariable... variables) {
        return new JobRequested(
                step(StepKind.JOB, attempt),
                REF,
                event,
                job,
                image,
                List.of(variables),
                Instant.now().plusSeconds(60));
    }

    static ResolvedVariable plain(String key, String value) {
        return new ResolvedVariable(key, Value.plain(value), null);
    }

    static ResolvedVariable secret(String key, String plaintext) {
        return new ResolvedVariable(key, Value.secret("enc(" + plaintext + ")"), null);
    }
}
