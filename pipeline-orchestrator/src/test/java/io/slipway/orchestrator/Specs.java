package io.slipway.orchestrator;

import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.Variable;
import io.slipway.events.spec.VariableScope;
import io.slipway.events.spec.VariableType;
import io.slipway.events.spec.WebServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Environments for tests. */
public final class Specs {

    private Specs() {}

    /** One stage of {@code containers} image services. */
    public static EnvironmentSpec containers(String id, long version, int containers) {
        List<ServiceSpec> services = new ArrayList<>();
        for (int i = 0; i < containers; i++) {
            services.add(container(id + "-c" + i, id + "-web", "1." + version));
        }
        return spec(id, version, List.of(new StageSpec(id + "-web", "web")), services, List.of());
    }

    /** A database, then a job with outputs, then six applications from git and a container. */
    public static EnvironmentSpec shop(String id, long version) {
        String data = id + "-data";
        String jobs = id + "-jobs";
        String apps = id + "-apps";
        List<ServiceSpec> services = new ArrayList<>();
        services.add(new DatabaseSpec(
                id + "-db",
                "db",
                data,
                false,
                "db",
                DatabaseSpec.Engine.POSTGRESQL,
                "16",
                "shop",
                Value.secret("sealed-password"),
                "shop",
                false,
                new RunSpec.Resources(250, 256),
                1));
        services.add(job(id + "-seed", jobs));
        for (int i = 0; i < 6; i++) {
            services.add(application(id + "-app" + i, apps));
        }
        services.add(container(id + "-proxy", apps, "2.0"));
        return spec(
                id,
                version,
                List.of(new StageSpec(data, "data"), new StageSpec(jobs, "jobs"), new StageSpec(apps, "apps")),
                services,
                List.of(
                        new Variable(
                                id + "-v1",
                                "GREETING",
                                VariableScope.ENVIRONMENT,
                                VariableType.VALUE,
                                null,
                                Value.plain("hello"),
                                null,
                                null),
                        new Variable(
                                id + "-v2",
                                "TOKEN",
                                VariableScope.PROJECT,
                                VariableType.VALUE,
                                null,
                                Value.secret("sealed-token"),
                                null,
                                null)));
    }

    /** An environment of its parts. */
    public static EnvironmentSpec spec(
            String id, long version, List<StageSpec> stages, List<ServiceSpec> services, List<Variable> variables) {
        return new EnvironmentSpec(
                id, version, "test", "DEVELOPMENT", "project", "organization", "local", stages, services, variables);
    }

    /** A service from a registry image. */
    public static ServiceSpec container(String id, String stage, String tag) {
        return new WebServiceSpec.Container(
                id,
                "container-" + id,
                stage,
                false,
                "host-" + id,
                new ImageSource.Registry("", "acme/" + id, tag, null),
                RunSpec.DEFAULT);
    }

    /** A service that is built from git. */
    public static ServiceSpec application(String id, String stage) {
        return new WebServiceSpec.Application(
                id,
                "app-" + id,
                stage,
                false,
                "host-" + id,
                new ImageSource.Git("https://git.example/" + id, "main", null, "/", null, null, null, null),
                RunSpec.DEFAULT);
    }

    /** A job from an image that runs at start and delete. */
    public static ServiceSpec job(String id, String stage) {
        return new JobSpec.Lifecycle(
                id,
                "job-" + id,
                stage,
                false,
                new ImageSource.Registry("", "acme/seed", "1", null),
                Map.of(
                        JobEvent.START, RunSpec.ProcessSpec.IMAGE_DEFAULT,
                        JobEvent.DELETE, RunSpec.ProcessSpec.IMAGE_DEFAULT),
                RunSpec.Resources.DEFAULT,
                0,
                0,
                null,
                Probes.NONE);
    }
}
